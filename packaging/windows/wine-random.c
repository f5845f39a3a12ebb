/* bcryptprimitives.dll, which every Windows since 8 has and wine 8 of Debian 12 lacks: its one function that Rust calls. For
   trials under wine alone; try.sh puts it into wine's own folder. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    while (length > 0) {
        ULONG piece = length > 1048576 ? 1048576 : (ULONG)length;
        if (!RtlGenRandom(data, piece)) return FALSE;
        data += piece;
        length -= piece;
    }
    return TRUE;
}
