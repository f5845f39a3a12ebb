//! Whether growth is linear: a line through measured points.

/// A line, and how far the points are from it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Per unit.
    pub slope: f64,
    /// At zero.
    pub intercept: f64,
    /// The greatest distance of a point from the line, as a part of the point.
    pub worst: f64,
    /// The exponent of the power law through the same points: 1 is linear.
    pub exponent: f64,
}

fn least_squares(points: &[(f64, f64)], weight: impl Fn(f64) -> f64) -> (f64, f64) {
    let mut sums = [0.0; 5];
    for (x, y) in points {
        let w = weight(*y);
        for (sum, term) in sums.iter_mut().zip([w, w * x, w * y, w * x * x, w * x * y]) {
            *sum += term;
        }
    }
    let [one, x, y, xx, xy] = sums;
    let slope = (one * xy - x * y) / (one * xx - x * x);
    (slope, (y - slope * x) / one)
}

/// The line with the least relative errors. At least two points, all positive.
#[must_use]
pub fn line(points: &[(f64, f64)]) -> Line {
    let (slope, intercept) = least_squares(points, |y| 1.0 / (y * y));
    let off = |(x, y): &(f64, f64)| ((intercept + slope * x - y) / y).abs();
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (exponent, _) = least_squares(&logs, |_| 1.0);
    Line { slope, intercept, worst: points.iter().map(off).fold(0.0, f64::max), exponent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_a_square_is_not_taken_for_one() {
        let straight = line(&[(1.0, 5.0), (2.0, 7.0), (10.0, 23.0)]);
        assert!((straight.slope - 2.0).abs() < 1e-9 && (straight.intercept - 3.0).abs() < 1e-9);
        assert!(straight.worst < 1e-9);
        let square = line(&[(10.0, 100.0), (100.0, 10_000.0), (1000.0, 1_000_000.0)]);
        assert!((square.exponent - 2.0).abs() < 1e-9 && square.worst > 0.1);
    }
}
