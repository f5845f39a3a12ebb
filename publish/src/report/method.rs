//! How effects were pooled, for epidemiologists, with references: the paragraphs that what is asked for takes.

use super::super::evaluations::Pooled;
use super::page::Page;
use intertally_evaluation::Effect;

/// A paragraph, and whether an effect takes it.
type Paragraph = (&'static str, fn(Effect) -> bool);

const PARAGRAPHS: [Paragraph; 9] = [
    (
        "<p>Countries are strata. Of a of n1 persons with the event under the programme and c of n2 of the comparison group \
         (b = n1 \u{2212} a, d = n2 \u{2212} c, n = n1 + n2) each country\u{2019}s machine makes terms such as ad/n and bc/n, \
         rounded down to 1/256, or to less fine parts where the structure asks for that. Their sums over countries are what is \
         pooled. A sum of K countries is taken in the middle of what rounding leaves open; what that can do to a ratio is said \
         where it is half a percent or more.</p>\n",
        |_| true,
    ),
    (
        "<p>Mantel and Haenszel\u{2019}s ratios and difference [1] have the variances of Robins, Breslow and Greenland (odds \
         ratio) [2] and of Greenland and Robins (risk ratio, difference) [3]: they need no correction for zeros, and hold with \
         few countries of many persons and with many of few. Their intervals are the normal distribution\u{2019}s, for ratios \
         on the logarithm. They take one common effect: where countries differ, they are an average weighted by size.</p>\n",
        is_mantel_haenszel,
    ),
    (
        "<p>The test of Cochran, Mantel and Haenszel has one degree of freedom, (|sum of observed less expected events| \
         \u{2212} \u{bd})\u{b2} by the sum of their hypergeometric variances. Peto\u{2019}s odds ratio is made of the same sums; it \
         is for rare events, groups of about the same size and effects that are not large [4].</p>\n",
        |effect| matches!(effect, Effect::Test),
    ),
    (
        "<p>The effective number is (sum of w)\u{b2} by the sum of w\u{b2}, w = n1 n2/n: how many countries of equal size the \
         weights amount to.</p>\n",
        |effect| matches!(effect, Effect::EffectiveNumber),
    ),
    (
        "<p>Inverse variance and heterogeneity are of log ratios, with the variances 1/a + 1/b + 1/c + 1/d (odds) and 1/a \
         \u{2212} 1/n1 + 1/c \u{2212} 1/n2 (risk). One half is added to all four cells of a table of which one is zero, and of \
         no other; tables in which nobody, or everybody, has the event are left out. I\u{b2} has the test-based interval of \
         Higgins and Thompson [5], \u{3c4}\u{b2} is DerSimonian and Laird\u{2019}s [6]. Of few countries Q finds little, and \
         both are uncertain.</p>\n",
        |effect| matches!(effect, Effect::Heterogeneity(_)),
    ),
    (
        "<p>Random effects take the weights 1/(v + \u{3c4}\u{b2}) for a \u{3c4}\u{b2} that an earlier round published. The \
         interval is that of Hartung, Knapp, Sidik and Jonkman, with k \u{2212} 1 degrees of freedom [7], since Wald\u{2019}s is \
         too narrow with few countries; where it is the narrower one, Wald\u{2019}s is the one to take. The prediction interval \
         is Higgins, Thompson and Spiegelhalter\u{2019}s, with k \u{2212} 2 [8]: where it lies on both sides of 1, a further \
         country may see either. The next \u{3c4}\u{b2} is DerSimonian and Kacker\u{2019}s of the second step [9].</p>\n",
        |effect| matches!(effect, Effect::Random(_)),
    ),
    (
        "<p>Countries are counted by their own risk ratio, chance and size set aside; no test is made of the numbers [10]. \
         Small countries scatter over all classes without any difference between them. One without a ratio counts as not \
         below 1, and as from 0.9 to 1.1.</p>\n",
        Effect::is_of_countries,
    ),
    (
        "<p>Persons of 100: the pooled risk ratio, and the ends of its interval, times the comparison groups\u{2019} crude risk \
         (of an odds ratio: turned into a risk); that risk is taken as it is [11]. Ratios carry better to another place than \
         differences do [12]: take the risk of that place.</p>\n",
        is_mantel_haenszel,
    ),
    (
        "<p>The sums of an evaluation are opened all or none, only beside all four counts, and only where enough countries \
         have something in each for single tables to stay unknown. Estimates are shown to three significant digits.</p>\n",
        |_| true,
    ),
];

const fn is_mantel_haenszel(effect: Effect) -> bool {
    matches!(effect, Effect::OddsRatio | Effect::RiskRatio | Effect::RiskDifference)
}

const REFERENCES: &str = "<ol>\n\
     <li>Mantel, Haenszel (1959), J Natl Cancer Inst 22:719; Cochran (1954), Biometrics 10:417.</li>\n\
     <li>Robins, Breslow, Greenland (1986), Biometrics 42:311.</li>\n\
     <li>Greenland, Robins (1985), Biometrics 41:55.</li>\n\
     <li>Yusuf, Peto and others (1985), Prog Cardiovasc Dis 27:335.</li>\n\
     <li>Higgins, Thompson (2002), Stat Med 21:1539.</li>\n\
     <li>DerSimonian, Laird (1986), Control Clin Trials 7:177.</li>\n\
     <li>Hartung, Knapp (2001), Stat Med 20:3875; Sidik, Jonkman (2002), Stat Med 21:3153; IntHout, Ioannidis, Borm (2014), BMC \
     Med Res Methodol 14:25.</li>\n\
     <li>Higgins, Thompson, Spiegelhalter (2009), J R Stat Soc A 172:137.</li>\n\
     <li>DerSimonian, Kacker (2007), Contemp Clin Trials 28:105.</li>\n\
     <li>Cochrane Handbook, version 6, 12.2.1.3 (McKenzie, Brennan).</li>\n\
     <li>Cochrane Handbook, version 5.1, 11.5.5 and 12.5.4.2 (Sch\u{fc}nemann and others).</li>\n\
     <li>Deeks (2002), Stat Med 21:1575; Engels and others (2000), Stat Med 19:1707.</li>\n\
     </ol>\n";

/// Folded, behind all evaluations. Of what is asked for, also where it is not shown.
pub(super) fn note(page: &mut Page, all: &[Pooled<'_>]) {
    let asked: Vec<Effect> = all.iter().flat_map(|one| one.family.evaluation.effects()).collect();
    page.raw("<details class=\"method\"><summary>How effects are pooled, with references</summary>\n");
    for (paragraph, takes) in PARAGRAPHS {
        if asked.iter().any(|effect| takes(*effect)) {
            page.raw(paragraph);
        }
    }
    page.raw(REFERENCES);
    page.raw("</details>\n");
}
