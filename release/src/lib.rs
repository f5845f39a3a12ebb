//! Returns in, publications out: structures, SDMX, disclosure forecast, report.
