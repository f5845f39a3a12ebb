# What the pages of the desk say, in English. nl.ftl and fr.ftl have the same ids and blanks; tests hold that.
#
# Glossary: one word for one thing. Whoever changes a text keeps to it.
#
#   office: keys and files of a party on its machine · desk: these pages · member · coordinator · trustee · auditor
#   round · practice round · ceremony · deadline · period · return: what a member sends for a round · figure: one number of it
#   cell · total · count: in how many members a cell is not zero · contributor · breakdown: a dimension, as people say it
#   send · correction · take back · receipt · log · event · seal · set · statement · open: decrypt · approved · plan
#   withheld: not shown in the publication · closed, shut: never opened · record: everything that was signed and published
#   key · sub-key · share · fingerprint · passphrase · commit, reveal, confirm: the steps of a ceremony
#   fault: must be mended · warning: should be looked at · hold back: after a failed check · cancel: give up
#
# Names of commands, files, columns and codes stay as they are.

brand = Intertally
own-name = English
language = Language
skip = To the content
footer = This page is served by your own machine and to it alone. Figures leave it encrypted, but for those that you mark as published.
nav = Pages of this office
nav-rounds = Rounds
nav-receipts = Receipts
nav-due = What is due
nav-backup = Backup
crumbs = Where you are
lock = Lock
end = End
go-on = Go on
go-back = Back

# Dates and numbers. Figures of a return, and totals, are written without marks between thousands, in every language.
date = { $day } { $month } { $year }, { $hour }:{ $minute } { $zone }
date-both = { $utc } ({ $here })
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
percent = { $n }%

# Before the door and after the end.
barred-title = You cannot come in by this address
barred-host = The address names another host than this desk.
barred-origin = Another page sent this request. Nothing was done.
barred-cookie = This browser has not come in by the address that the desk gave, or the desk was started again since.
barred-token = The address was used already, or it is that of an earlier desk. If it was not you who used it, end the desk now.
barred-next = Start the desk again and open the address that it gives.
enter-title = Your desk is open
enter-go = To the desk
ended-title = The desk has ended
ended-text = Offices are locked, and nothing of this session is left in memory. You can close this page.
ended-here = The desk has ended. You can close this page.
refused-title = That did not work
refused-back = To the first page
refused-nowhere = There is no such page here, or what it showed has been put away.
refused-form = The form could not be read. A return has 32 MB at most.
refused-stale = Nothing was done: this page has grown old, and another step is due by now. Go back and look again.
refused-changed = Nothing was sent: the return that this page showed is no longer the one on the table. Another tab has replaced it or sent it. Look at it again.

# Roles.
role-member = Member
role-member-what = Your country's figures: check them, encrypt them, send them, keep the proof.
role-trustee = Trustee
role-trustee-what = Your part of the key: you and others open the totals that the rules approve, and nothing else.
role-coordinator = Coordinator
role-auditor = Auditor
role-auditor-what = The public record of a round: check it on this machine, without trusting anybody.
role-aggregator = Server

# The first page.
home-title = Your desk
home-lead = Joint statistics that no country shows to anyone. What do you want to do?
home-bare = No office on this machine yet
home-founded = Office { $name }: waits for the files that come back
home-joined = Office { $name }: locked
home-open = Office { $name }: open
home-no-office = Needs no office and no network
home-safe-title = What happens where
home-safe = Figures are read, checked and encrypted on this machine. Nobody can decrypt a single return: what is opened later are sums over countries, and only such as give no few countries away. Notes, and figures that you mark as published, are public.

# The first day.
steps = Steps of the first day
steps-make = Make your office
steps-send = Send two files, get three back
steps-join = Compare and join
make-title = Make your office
make-lead = An office is a folder on this machine with your keys, encrypted with a passphrase. It takes a minute.
make-area = Your area code
make-area-hint = As the structure of the statistics has it, for example NL.
make-name = Name of your office
make-name-hint = As the others know it, at most 64 characters.
make-server = Address of the server
make-server-hint = The coordinator tells you.
make-passphrase = A new passphrase
make-passphrase-hint = Five or six words that have nothing to do with each other. 12 characters at least.
make-again = The same again
make-differ = The two passphrases differ. Type both again.
make-lost = Nobody can restore a lost passphrase: keep it where your office keeps such things.
make-place = The office is made in { $place }. Put that folder into your backups.
make-do = Make the office
strength-0 = Too easily guessed
strength-1 = Very weak
strength-2 = Weak: add a word
strength-3 = Fair: one more word makes it strong
strength-4 = Strong
join-title = Send two files, get three back
join-send = 1. Send these to the coordinator
join-send-text = Both are public. They hold no secret.
join-card = Save the card
join-request = Save the request
join-read = Then read this fingerprint out by telephone. It is how the coordinator knows that the files are yours.
join-code = QR code with the fingerprint { $text }
join-code-text = The same for a camera: who sits beside you, or sees it on paper, need not type it.
join-back = 2. Give what came back
join-back-text = The coordinator sends three files: the directory of all offices, the certificate of the authority, and your own certificate.
join-directory = Directory (directory.toml)
join-authority = Certificate of the authority (authority.pem)
join-certificate = Your certificate (for example member-NL.pem)
join-next = Next: compare fingerprints
join-lacks = All three files are needed. Choose each of them.
compare-title = Compare the fingerprints
compare-lead = Ask each office for its fingerprint by telephone or on paper, the trustees above all: a false trustee is a false lock.
compare-role = Role
compare-name = Office
compare-fingerprint = Fingerprint
compare-own = you
compare-yes = I have compared these fingerprints with the offices themselves.
compare-do = Join
compare-back = Choose other files
unlock-title = Open your office
unlock-of = Open office { $name }
unlock-lead = Your passphrase opens the office for this session. Lock it when you leave.
unlock-passphrase = Passphrase
unlock-place = The office lies in { $place }.
unlock-do = Open

# Work under way.
task-reading = Reading the log
task-sending = Encrypting and sending
task-practising = Sending made-up figures
task-withdrawing = Taking the return back
task-fetching = Fetching the results
task-checking = Checking the record
task-ceremony = Taking part in the ceremony
task-rehearsing = Showing that you hold the keys
task-stating = Checking the sealed set
task-counts = Opening the counts
task-totals = Opening the totals
task-erasing = Erasing your sub-keys
working = At work
asked-title = One question
answer-yes = Yes
answer-no = No
answer-not-now = Not now
waits-title = Done, as far as it goes now
waits-none = Nothing is waited for.
waits-text = Now the others are to act. What is waited for:

# What a trustee is asked.
ask-checked = What this machine has checked
ask-round = Round
ask-of = { $n } of { $all }
ask-keys = Keys
ask-committee = Committee
ask-committee-of = { $t } of { $n } trustees open together
ask-commit-by = Commitments by
ask-part-title = Take part in this ceremony?
ask-part-text = The coordinator proposes a ceremony: the trustees make keys for coming rounds together, and each holds a part that opens nothing alone.
ask-part-again = These failed the ceremony before, and would lead again: { $names }.
ask-part-checked = The coordinator and every trustee of the proposal have the keys that you have pinned.
ask-part-you = You check: was this ceremony announced to you by other means, with this committee?
ask-part-yes = Take part
ask-consent-title = A person must consent
ask-consent-text = The rules of round ‘{ $round }’ do not let this machine go on by itself:
ask-consent-you = You check: why does the coordinator want that? Ask, by telephone.
ask-consent-yes = Consent
ask-state-title = State for this set?
ask-state-members = Members in the set
ask-state-at = Sealed
ask-state-cells = Cells
ask-state-minimum = A total is opened only where at least { $range } members have a figure that is not zero.
ask-state-earlier = Earlier records that count
ask-state-log = The log, against everything that this office saw before.
ask-state-proofs = Every signature and every proof of every return.
ask-state-set = The set holds the latest return of every member, and it was sealed when it was allowed.
ask-state-sum = The sum, added up on this machine.
ask-state-counted = The cells in which contributors are counted are those that the rules admit.
ask-state-pins = Members and policy, against what you pinned; and your own ledger.
ask-state-you = You check: is this the round that you were told of, and are these the members?
ask-state-means = You state once, for ever: you answer for exactly this set. After a quorum of statements the counts of contributors are opened to coordinator and trustees, no figure.
ask-state-yes = State for this set
ask-totals-title = Open these totals?
ask-totals-open = Totals that are opened
ask-totals-shut = Totals that stay closed
ask-totals-counts = The counts, against the sums and the proofs of all trustees.
ask-totals-plan = The plan, computed anew here from policy and counts: it approves just these.
ask-totals-you = You check: is that about as many as you expected of this round?
ask-totals-means = They are opened to the coordinator, who publishes them. The others stay closed to everybody.
ask-totals-yes = Open these totals
taken-title = Done
taken-kept = The log has taken it
taken-text = It is event { $height } of the log, at { $at }.
taken-receipt = The server has signed a receipt, it was checked, and it is kept in your office. Nobody can drop this now without your being able to prove it.
taken-go = Back to the round
stopped-title = It stopped
not-done-title = Nothing was done
not-done-text = You said no, or the desk ended before you answered.

# Rounds.
rounds-title = Rounds
rounds-none = No round lists this office yet. The coordinator opens rounds; read the log again then.
rounds-unread = The log could not be read yet.
read-at = The log was read { $when }.
read-again = Read it again
phase-soon = Opens later
phase-open = Open
phase-closed = Closed
phase-sealed = Sealed: being opened
phase-counted = Counted: being opened
phase-published = Published
phase-held = Held back
phase-cancelled = Cancelled
phase-failed = Failed
practice = Practice: no real figures
opens = Opens { $when }
closes = Closes { $when }
closed = Closed { $when }
sent-nothing = Nothing sent
sent-first = Sent, and it counts
sent-revision = Correction { $n } counts
sent-withdrawn = Taken back: nothing counts
strange-short = Something was sent in your name of which this office has no receipt. Open the round.
strange = Events { $events } of the log are submissions or withdrawals in your name of which this office has no receipt. If you did not send them from another machine, your key is in other hands: tell the coordinator now.
failed = This round has failed: { $why }
few = Only { $have } trustees have shown so far that they hold this round's keys, and { $need } are needed. If it stays so, the round is held again and everybody sends again.
fact-return = Your return
fact-deadline = Deadline
fact-periods = Periods
fact-members = Members
fact-who = Who takes part
fact-asks = Asks for
fact-cells = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
} in { $sheets ->
    [one] one sheet
   *[other] { $sheets } sheets
}
fact-sheets = Which sheets
fact-id = Id of the round
fact-id-hint = Compare it with what the coordinator wrote to you.
ago-minutes = { $n ->
    [0] just now
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
in-minutes = { $n ->
    [0] now
    [one] in { $n } minute
   *[other] in { $n } minutes
}
in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}

# One round.
way-title = Send your return
way-correct = Send a correction
way-correct-text = What you send replaces your earlier return. The earlier one stays in the log, as unreadable as before.
way-book = Fill in the workbook
way-book-text = It has a sheet for each table, and says itself how it is filled in. Do not use last year's: each round has its own.
way-book-do = Download the workbook
way-csv = or a CSV file
way-drop = Drop it here
way-drop-text = It is read and checked on this machine. Nothing is sent before you say so.
drop-label = Your return
drop-again = Your return, mended in the file
drop-hint = Drop the file on this field, or choose it: Excel or LibreOffice, CSV, SDMX-CSV or SDMX-ML.
drop-do = Check it
draft-title = A return is on the table
draft-text = { $file } was read and not sent yet.
draft-go = Look at it
practise-text = This is a practice round. To see the way without risk, let made-up figures be sent.
practise-do = Send made-up figures
withdraw-title = Take the return back
withdraw-hint = Until the round is sealed you can take back what you sent. To correct it, simply send again.
withdraw-go = Take it back
withdraw-text = { $n ->
    [0] Your return
   *[other] Correction { $n } of your return
} to ‘{ $round }’ stays in the log and no longer counts. Until you send again, your country is not in the totals.
withdraw-do = Take it back
withdraw-not = Leave it

# A return that was dropped.
review-good = { $file } can be sent
review-faults = { $n ->
    [one] One fault in { $file }
   *[other] { $n } faults in { $file }
}
review-mend = Nothing was sent. Mend these in the file, save it, and drop it again.
review-mend-here = Nothing was sent. Type what is right beside each fault, and check again. Or mend your file, and drop it again.
review-held = Nothing was sent: you had typed something that was not checked yet. It is checked now. Look once more, then send.
file-title = Faults of the file itself
file-text = These cannot be mended on this page: they are about the form of the file, a column of it, or the unit of its figures.
faults-title = Faults, by sheet and row
faults-text = Your file is not changed by what you type here.
warnings-title = { $n ->
    [one] One warning
   *[other] { $n } warnings
}
warnings-text = Warnings do not stop you. Look at each of them once.
warnings-name = Warnings, by sheet and row
grid-sheet = Sheet { $sheet }
grid-place = Where
grid-row-of = Row { $row }
grid-file = The file
grid-found = Found
grid-what = What is wrong, and what to do
grid-mend = Mend it here
grid-more = and { $n } more
mend-figure = Figure
mend-status = Status
mend-row = Leave this row out
mend-above = The field is further up.
mend-do = Check again
status-none = none
status-A = A: a figure
status-P = P: may still change
status-B = B: does not compare with the year before
status-W = W: includes those of another cell
status-M = M: no figure, it cannot occur
status-L = L: no figure, not collected
status-O = O: no figure, missing
status-K = K: no figure, counted elsewhere
changed-cells = You changed { $cells ->
    [one] one cell
   *[other] { $cells } cells
} on this page
changed-rows = You left out { $rows ->
    [one] one row
   *[other] { $rows } rows
} on this page
changed-both = You changed { $cells ->
    [one] one cell
   *[other] { $cells } cells
} and left out { $rows ->
    [one] one row
   *[other] { $rows } rows
} on this page
changed-text = What you send is your file with these changes. The file itself is as it was: note them there, too.
changed-name = What you changed
changed-place = Where
changed-file = In the file
changed-here = Here
changed-nothing = nothing
changed-row = the row
changed-left-out = left out
changed-undo = Undo
changed-undo-all = Undo all of them
summary-title = Summary
summary-text = Nobody who receives your figures can see them, so nobody can see that they are wrong. Compare this with your own publication.
summary-filled = Filled in
summary-of = { $filled } of { $cells } figures
summary-missing = Without a figure
without-M = { $n } cannot occur (M)
without-L = { $n } not collected (L)
without-O = { $n } missing (O)
without-K = { $n } counted elsewhere (K)
summary-largest = Largest figure
summary-compared = Compared with
compared-nothing = Nothing: no earlier return of yours is kept here. Figures that are all ten or a thousand times too large look right; hold the largest against your own publication.
compared-earlier = { $n ->
    [one] { $n } figure of your last return
   *[other] { $n } figures of your last return
}
summary-confidential = Confidential with you, as everybody can read
summary-public = Marked as published: goes out in clear
summary-evaluated = Made of your counts for evaluations, and sent encrypted
evaluated-lacking = Nothing is sent, since there is no figure for:
evaluated-unfit = Nothing is sent: there are more events than persons, or more persons than an evaluation takes.
doubts-title = { $n ->
    [one] One figure is far from your last, or unusual
   *[other] { $n } figures are far from your last, or unusual
}
doubts-corrects = They are compared with { $revision ->
    [0] your first return to this round
   *[other] your correction { $revision }
}, which this one replaces: what is far from it may be just what you correct.
doubts-name = Figures that may be slips
doubts-cell = Figure of
doubts-now = Now
doubts-before = Last, or usual
doubts-usual = seldom above { $limit }
doubts-yes = I have looked at all of them: they are right.
notes-title = Your notes are public
notes-text = Notes are not encrypted. Everybody can read them, in the record and in the publication.
notes-yes = Some hold digits: I have looked, and none of them names a figure.
notes-whole = the whole return
clear-title = Some figures are not encrypted
clear-text = { $n ->
    [one] One figure is marked PUBLISHED: it goes
   *[other] { $n } figures are marked PUBLISHED: they go
} out in clear, to everybody, for ever. The summary lists each.
clear-yes = My office publishes every one of them itself.
practice-warning = This is a practice round: its opening counts nowhere and protects nobody. Send no real figures.
practice-yes = The figures in this file are not real.
send-title = Encrypt and send
send-text = { $area } to ‘{ $round }’, { $revision ->
    [0] first return
   *[other] correction { $revision }
}. Your machine encrypts the figures, proves that they keep the rules of the round, and sends both. The server checks the proof without seeing a figure.
send-do = Encrypt and send
put-away = Put this return away

# A layout of one's own.
layout-title = The layout of your file
layout-offer = Does your file have a layout of its own?
layout-offer-text = Some columns or labels are not those of this round. If that is how your office keeps its figures, say once which column and which label is what.
layout-go = Pair columns and labels
layout-is-paired = Your file was read by the columns and labels that you paired. Look at the summary: it says what is filled in.
layout-is-kept = Your file was read by the layout that your office keeps. Look at the summary: it says what is filled in.
layout-change = Change the pairs
layout-keep-do = Keep it for the next round
layout-save = Save it as a file for --mapping
layout-plain = Read the file without it
layout-steps = Steps of a layout
layout-step-columns = Columns
layout-step-labels = Labels
layout-step-check = Check
layout-lead = Say what each column of { $file } is. What is alike is chosen already: look at it.
layout-columns = Columns of your file
layout-columns-text = One column for each breakdown of the statistics, and one for the figures. What is not used is passed over.
layout-periods = The file has a column for each period. Those are known already.
layout-column = Column
layout-holds = What stands in it
layout-becomes = What it is
layout-fixed = The same in all rows
layout-fixed-text = A breakdown that no column of your file has: choose the code that holds for all its figures.
layout-by-heading = the heading of the figures says it
layout-by-column = a column has it
layout-next = Next: labels
layout-back = Back to the return
layout-no-value = No column is the figure. Choose the one that holds your figures.
layout-several = Several columns hold figures. Choose what their headings say below, or mark those that are added up.
layout-twice = Two columns are chosen as ‘{ $what }’. Choose one.
layout-no-dimension = No column is ‘{ $what }’, and no code is chosen for all rows. Choose one of the two.
layout-no-labels = Something of the column ‘{ $column }’ is not chosen yet.
layout-labels-lead = Say what each label is. What is alike is chosen already: look at it.
layout-labels-none = All labels are codes of the round already.
layout-labels = Labels of ‘{ $column }’: { $what }
layout-labels-text = Rows of labels that are left out are not read.
layout-area-text = Choose the label that is your own country. Rows of others are not read.
layout-many = Only the first { $n } labels can be paired here. Use a mapping file for more; docs/returns.md shows its form.
layout-choose = choose
layout-leave-out = leave these rows out
layout-perhaps = perhaps { $code }
layout-keep = Rows that count, by ‘{ $column }’
layout-keep-text = Tick what is counted. Rates, percentages and thousands are none of a return.
layout-empty = (empty)
layout-flags = Flags of the figures
layout-flags-text = Say which status each flag is.
layout-flag-none = as it stands
layout-values = Columns of figures
layout-values-text = Choose what each of them counts.
layout-figures = How figures are written
layout-figures-text = Leave these as they are where your file has plain figures.
layout-thousands = Mark between thousands
layout-decimal = Mark before a fraction
layout-zero = Stands for 0
layout-zero-empty = An empty field is 0, too
layout-missing = What stands for no figure
layout-missing-hint = Several signs or words with blanks between them.
layout-check = Check the return
layout-to-columns = Back to the columns
mark-none = none
mark-point = point
mark-comma = comma
mark-apostrophe = apostrophe
mark-blank = blank
target-none = not used
target-figure = the figure
target-status = the status of the figure
target-note = a note on the figure, public
target-unit = what is counted, a public note
target-confidential = whether it is confidential with you
target-published = whether you publish it
target-figure-added = Figure, added up with the others marked so
target-period-added = Period, of which the parts are added up
target-added-over = Rows are added up over this column
target-keep = which rows count

# Receipts.
receipts-title = Receipts
receipts-lead = The log can only grow, and the server signed for each of these places in it. Keep them: they prove what you sent and when.
receipts-none = No receipts yet.
receipt-event = Event
receipt-what = What
receipt-at = When
receipt-state = State
receipt-file = File
receipt-good = Good
receipt-worthless = Worthless: its proof does not hold
receipt-broken = Broken promise: the log does not show it
receipt-save = Save

# Results.
results-title = The totals are published
results-there = They lie beside your own figures here, which stay on this machine.
results-go = To the results
results-of = Results of ‘{ $round }’
results-fetch-text = What was published is fetched from the server and compared with its digests in the log.
results-fetch = Fetch the results
results-early = The round is not published yet. Come back when it is.
results-open = { $open } of { $cells } totals are published{ $shut ->
    [0] .
   *[other] ; the others stay closed to everybody, for ever.
}
results-files = Published files
results-report = Read the report
results-beside = We and all others
results-own = Your own figures come from what this office keeps. Whoever sees this page sees them.
results-no-own = No return of this office to this round is kept on this machine.
results-cell = Total of
results-total = All
results-mine = We
results-others = All others
results-reporting = Countries in it
results-withheld = closed
results-unreported = not reported by anybody
results-effects = Effects: we and all others
results-effects-text = Made on this machine from your own figures and the published sums. It is sent nowhere: whoever sees it sees what follows from your figures.
results-effects-others = Others in the sums: { $others }
results-effect = Effect (interval of 95 %)

# The auditor.
audit-title = Check a record
audit-lead = A record is everything that the parties of a round signed and published. The same checks run here as in the command, offline, on this machine.
audit-last = The report on the record that was checked last
audit-drop = Drop its archive
audit-drop-label = The record as one file
audit-drop-hint = An archive that ends in .tar, up to 512 MB.
audit-name = Or say where it lies
audit-path = Folder or archive on this machine
audit-path-hint = For example /home/me/Downloads/record
audit-do = Check it
verdict-pass = It holds
verdict-pass-means = Every check that this edition of the record allows has passed.
verdict-fail = It does not hold
verdict-fail-means = At least one check has failed. Each fault names what it points to.
verdict-open = Not decided
verdict-open-means = No check has failed, but some could not be made. Each says why.
report-title = Report on ‘{ $round }’
report-checks = The checks
report-file = Is my file one of this record?
report-file-text = Somebody gave you totals.csv or report.html? It is compared, byte for byte, with what this record publishes.
report-file-label = The file
report-file-do = Compare it
report-same = { $file } is { $name } of this record, byte for byte.
report-other = { $file } is none of the files that this record publishes.
report-seen = Who saw the end of the log
report-evidence = Evidence
report-fingerprints = Fingerprints: compare them with those you got elsewhere
report-shows = What this shows, and what not
check-pass = holds
check-fail = fails
check-open = not made
check-points = Points to { $who }.

# Where a round stands, for trustee and coordinator.
needed = { $n } ({ $need } needed)
fact-members-in = Returns that are in
fact-id-trustee = Compare it with what the coordinator told you.
spare-short = Only { $have } of { $all } trustees have shown that they hold the keys, and { $need } are needed to open anything. If it stays so, everything that members send has to be sent again.
spare-none = { $have } of { $all } trustees have shown that they hold the keys: just as many as are needed. If one of them fails, nothing of this round can be opened. Ask the others to come before members send.
spare-never = All { $all } trustees have shown that they hold the keys, and every one of them is needed. If one fails, nothing of this round can be opened.
trustees-title = Trustees, and what each has done
trustees-name = Trustee
trustees-rehearsed = Shown the keys
trustees-stated = Stated
trustees-counts = Opened counts
trustees-totals = Opened totals
trustees-erased = Erased
trustees-yes = ✓ done

# The trustee.
due-title = What is due
due-no-round = No round lists this office yet. Read the log again when the coordinator tells you of a ceremony or of a round.
due-others = Others are to act.
due-nothing = Nothing to do for you now
due-nothing-text = Others are to act. Read the log again when you are told that it is your turn.
due-rehearse = Show that you hold the keys
due-rehearse-text = A signed event in the log shows that your sub-keys of this round are here, before members send anything that only they can open. Nothing is opened by it. What the others have shown is compared.
due-state = A sealed set waits for your statement
due-state-text = This machine fetches every return, checks every signature and proof, and adds up the sum. Then it shows what it found, and asks you.
due-counts = Open the counts
due-counts-text = A quorum has stated. Your machine gives its shares of the counts: in how many members a cell is not zero, no figure. Each share carries a proof.
due-totals = Open the approved totals
due-totals-text = The coordinator has adopted a plan. This machine checks the counts and computes the plan anew. Then it shows what would be opened, and asks you.
due-erase = Erase your sub-keys
due-erase-text = The round is over. Once all holders of a sub-key have erased it, nobody can open anything of it again, and the audit is complete.
due-lost = Your sub-keys are not here
due-lost-text = This office does not hold the sub-keys of this round. If you have a backup, restore it on another machine or into another folder, and tell the coordinator now: members should not send before enough trustees can open.
due-older = You take no part in this round any more
due-older-text = Its keys are older than your restore. Nobody knows what was stated before it, so nothing is rehearsed, stated or opened for them here. The log does not show it: tell the coordinator now. With 2 of 3 trustees such a round can never be opened; with 3 of 5 the loss of one more trustee ends it.
due-erased = You have erased your sub-keys
due-erased-text = The log says so, with your signature. Delete old backups that still hold them, too.
do-rehearse = Show that I hold them
do-state = Check the sealed set
do-counts = Open the counts
do-totals = Check the plan
do-erase = Erase my sub-keys
erase-title = Erase your sub-keys for ever?
erase-text = Without your sub-keys of ‘{ $round }’ you can open nothing of it again. The log says, with your signature, that they are gone.
erase-backups = Backups hold them, too, and this program cannot reach those: delete every backup made before now, and make a new one afterwards.
erase-sure = The round is published or given up, and nobody needs these sub-keys any more.
erase-not = Keep them
ceremonies-title = Ceremonies
proposal-title = A ceremony is proposed
proposal-text = { $t } of { $n } trustees, { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}, commitments by { $by }.
ceremony-line = { $t } of { $n }
ceremony-keys = { $n ->
    [one] { $n } key
   *[other] { $n } keys
}, { $unused } of them unused
ceremony-look = Look at the proposal
ceremony-do = Do my step of the ceremony
ceremony-offered = You have offered your part. The coordinator begins once all trustees have.
ceremony-waits = The other trustees are to act. Read the log again in a while.
backup-title = Backup
backup-lead = Everything that this office needs to go on on another machine: its keys, its sub-keys, its ledger. One file, encrypted.
backup-never = There is no backup of this office. If this machine is lost, your part of the keys is lost with it.
backup-before = The last backup was made { $when }. Keys or ledger have changed since.
backup-whole = The last backup was made { $when }, and it has everything.
backup-go = Make a backup
backup-make = Make one
backup-passphrase = A passphrase for the backup
backup-passphrase-hint = Another one than that of the office, kept in another place than the file. 12 characters at least.
backup-do = Save the backup
backup-when = When, and what then
backup-when-text = After each ceremony, not while it runs: a ceremony that was not confirmed when the backup was made goes on without you after a restore. Then after each sitting, so that the ledger is whole.
backup-after = After you have erased sub-keys, delete all backups that were made before. They still hold them.
restore-go = Or make the office from a backup
restore-title = Make the office from a backup
restore-lead = The machine is lost, and you have the file of the backup and its passphrase.
restore-file = The backup
restore-of-backup = Passphrase of the backup
restore-own = A new passphrase for this office
restore-means = The office then states for no key that is older than now, since nobody knows what was stated after the backup was made. You take no part in rounds on such keys any more: tell the coordinator which they are. With 2 of 3 trustees none of them can be opened.
restore-do = Restore

# What a coordinator is asked.
ask-open-title = Open this round?
ask-open-keys = Keys that it uses up
ask-open-none = none
ask-open-revision = Totals of these figures were opened before: this round counts which figures have changed since. Where somebody corrected one, the tables of that period open little or nothing.
ask-open-not-again = ‘{ $round }’ opened { $n ->
    [one] one total
   *[other] { $n } totals
} over figures of this round that it does not ask again, for example { $some }. Whatever shares figures with them stays shut, since nobody says whether they changed. Ask for these, too.
ask-open-compared = Its report compares with
ask-open-nothing-before = nothing that is published yet
ask-open-all = It is sealed only if all members send: one that stays away stops it. Fewer at least would let it go on.
ask-open-ceremony = of ceremony { $id }, begun
ask-open-same = ‘{ $round }’ asked for { $periods } already: this round counts what changed since. Are those periods meant?
ask-open-not-over = { $periods } is not over yet: nobody has all its figures. Is that period meant?
ask-open-soon = It closes { $minutes ->
    [0] in less than a minute
    [one] in one minute
   *[other] in { $minutes } minutes
} from now. Is that deadline meant?
ask-open-means = None of this can be changed afterwards. Only the deadline moves, and only later.
ask-open-yes = Open the round
ask-adopt-title = Adopt this plan?
ask-adopt-approved = Totals that are approved
ask-adopt-nothing = Nothing would be opened. Look at the plan’s reasons afterwards: too few members may report, or earlier rounds may stand in the way.
ask-adopt-means = The plan is adopted once and for ever, and the counts go to the trustees. Totals that stay closed stay so for everybody.
ask-adopt-yes = Adopt the plan

# Questions that have no form of their own.
ask-doubt-last = { $cell }: { $now } – your last figure was { $value }
ask-doubt-last-in = { $cell }: { $now } – your last figure was { $value }, in { $other }
ask-doubt-usual = { $cell }: { $now } – more than { $limit } is unusual for this measure
ask-doubt-cause = { $n } of { $all } are about { $factor } times { $more ->
    [yes] as large
   *[no] as small
} as what you sent last: { $correct ->
    [yes] is that what you correct? If not: units for thousands, or a shifted column?
   *[no] units for thousands, or a shifted column?
}
ask-doubts-right = { $n ->
    [1] Is this figure right?
   *[other] Are all these figures right?
}
ask-same-again = The server has exactly this return to ‘{ $round }’ already: it counts since { $at }, as { $revision ->
    [0] your first return
   *[other] correction { $revision }
}. Sent again, it changes nothing. Send it all the same?
ask-practice = ‘{ $round }’ is a practice round: its opening counts nowhere, and protects nobody. Send figures of your own to it all the same?
ask-note = ‘{ $text }’ holds digits, and everybody will read it. Is it so that it names no figure?
ask-clear = { $n ->
    [one] One figure is marked PUBLISHED in the return: it goes
   *[other] { $n } figures are marked PUBLISHED in the return: they go
} out in clear, to everybody, for ever. The log holds them, and no encryption protects them. Does your office publish every one of them itself?
ask-encrypt = { $area } to ‘{ $round }’, { $revision ->
    [0] first return
   *[other] correction { $revision }
}: { $filled } of { $cells } figures filled in, { $missing } without a figure, { $notes ->
    [one] one public note
   *[other] { $notes } public notes
}. Encrypt?
ask-encrypt-largest = Largest figure: { $value }, in { $cell }.
ask-take-back = Take the ceremony back that was proposed to { $names }? What they have offered for it is of no use afterwards.
ask-extend = Move the deadline of ‘{ $round }’ from { $from } to { $to }? It cannot move back.
ask-publish = { $shown } totals with a value, { $withheld } withheld, in { $files }. What is published stays published. Publish?
ask-seal = Seal ‘{ $round }’ with { $have } of { $listed } members? Nothing can be sent or corrected afterwards.
ask-hold = Hold round ‘{ $round }’ back? The reason is public: { $reason }
ask-cancel = Cancel round ‘{ $round }’? The reason is public: { $reason }

# What is told while work is done.
notice-not-cosigned = Warning: the log’s checkpoint was not cosigned: { $why }
notice-not-used = Not used: the answer of trustee { $trustee }: { $why }
notice-answer-lost = Not used: the server has lost the proofs in the answer of trustee { $trustee }, who sends them again from its desk, or with trustee sit.
notice-notes-public = Your notes are not encrypted: everybody can read them, in the record and in the publication.
notice-not-compared = Your figures were compared with nothing, since no earlier return of yours is kept here: figures that are all ten or a thousand times too large look right.
notice-too-few = Warning: only { $have } trustees have shown that they hold this round’s keys, and { $need } are needed. It may have to be held again, and everybody sends again.
notice-practice = Practice round: outside every protection of later rounds. Send made-up figures only.
notice-figures-lost = What was returned to { $rounds } is not kept here, so figures that were opened there count as changed, and what is connected with them stays shut for all: restore the backup of this office, if there is one.
notice-return-lost = The server has lost a part of your return to ‘{ $round }’, and what was sent is not kept here: send the prepared file again with member send, from the machine that has it.
notice-return-again = The server had lost a part of your return to ‘{ $round }’; the same bytes were sent again, and it has them now.
notice-ledger = The ledger lacked round ‘{ $round }’, which this trustee helped to open, or may have: it was noted from the log, and later rounds must name it.
notice-offered = You have offered a sealing key for the ceremony.
notice-committed = Ceremony: committed.
notice-replaced = Ceremony: trustee { $trustee } committed to nothing in time and leads no more.
notice-revealed = Ceremony: revealed, and sent the seeds.
notice-confirmed = Ceremony: checked all seeds and confirmed.
notice-wrong-seed = A leader sent a wrong seed: a complaint is made.
notice-complained = Ceremony: complained.
notice-answered = Ceremony: answered a complaint.
notice-valid = Ceremony: all have confirmed; the keys are valid, the sealing key is erased.
notice-ended = A ceremony ended without keys: { $why }; at fault: { $guilty }. What was kept of it is erased.
notice-rehearsed = Shown: the sub-keys of ‘{ $round }’ are here.
notice-differs = Trustee { $trustee }, round ‘{ $round }’: { $why }
notice-stated = Stated for the sealed set of ‘{ $round }’.
notice-gave-counts = Gave shares of the counts of key { $part }.
notice-gave-totals = Gave shares of the approved totals of key { $part }.
notice-answer-again = The server had lost the proofs of an answer; the same were sent again.
notice-failed-lead = { $names } failed the ceremony before, and lead again: too few others are left to.
notice-failed-hold = { $names } failed the ceremony before: they hold sub-keys, and lead none.
notice-no-letter = The letter of trustee { $trustee } has not come yet.
notice-letter-shut = The letter of trustee { $trustee } does not open: { $why }
notice-misfit = Not used: what trustee { $trustee } sent for sub-key { $sub-key } does not open its own commitments.
notice-clock = Warning: this machine’s clock shows { $here }, and the server of the log wrote { $log } to its last event: one of both clocks is wrong. Compare yours with a third one; dates that you are told go by it.
notice-passed-over = Passed over, files of this machine’s desktop and no part of the record: { $files }. Delete them before you hand the record on.

# Beside a bar.
bar-submissions = Checking submissions
bar-answers = Checking trustees’ answers
bar-encrypting = Encrypting and proving
bar-sending = Sending
bar-shares = Proving shares
bar-publication = Proving the publication
bar-record = Fetching the record
bar-reading = Reading files
bar-check-files = Check 1: files
bar-check-log = Check 4: log
bar-check-submissions = Check 5: submissions

# Events of the log.
event-convened = Begin of a ceremony
event-committed = Commitment in a ceremony
event-revealed = Reveal in a ceremony
event-confirmed = Confirmation in a ceremony
event-complained = Complaint in a ceremony, or its answer
event-sealing-key = Erasure of a sealing key
event-shares = Shares
event-erratum = Correction of what was published
event-keys-erased = Erasure of sub-keys
event-deleted = Deletion of a ciphertext
event-submitted = Submission
event-withdrawn = Withdrawal
event-opened = Opening of a round
event-extended = Moving of the deadline
event-sealed = Seal
event-stated = Statement
event-adopted = Adoption of a plan
event-held = Holding back of the round
event-cancelled = Cancellation of the round
event-published = Publication
event-rehearsed = Showing of sub-keys

# Where a ceremony stands.
ceremony-committing = commitments until { $by }
ceremony-revealing = reveals until { $by }
ceremony-confirming = confirmations until { $by }
ceremony-disputed = disputed: trustee { $trustee } answers until { $by }
ceremony-valid = valid
ceremony-ended = ended without keys: { $why }; at fault: { $guilty }
ending-silent = commitments or reveals were missing when the time for reveals was over
ending-wrong-seed = a leader sent a wrong seed
ending-false = a holder complained of a seed that was right
ending-unanswered = a leader did not answer a complaint in time
ending-unconfirmed = confirmations were missing when the time for them was over

# The coordinator.
fact-opens = Opens
fact-least = Fewest members for the seal
fact-id-coordinator = Tell it to members and trustees: they compare it.
new-way = A new round
new-keys = { $n ->
    [one] There is one key
   *[other] There are { $n } keys
} that no round uses yet. A round takes one, a large table several.
new-go = Prepare a round
new-go-on = Go on with the round that you prepare
new-no-keys = There are no keys for a new round
new-no-keys-text = A ceremony makes keys for coming rounds. The trustees need a few days for it.
new-ceremony-go = To the ceremonies
new-title = A new round
new-steps = Steps of a new round
new-step-what = What is asked
new-step-who = Who, and until when
new-step-look = Look at it, and open it
new-name = Name of the round
new-name-hint = For people, at most 64 characters, for example Offences 2026.
new-periods = Periods
new-periods-hint = For example 2026, or 2026-Q1, 2026-Q2. With commas between them.
new-structure = Structure
new-structure-default = The structure that ships with this program
new-structure-again = That of an earlier round, with its members and its minimum
new-structure-which = Which earlier round
new-structure-file = A file of your own, TOML or SDMX-ML
new-structure-choose = Structure file
new-structure-of = the structure of ‘{ $round }’
new-no-file = Choose the structure file.
new-lacks = A round needs a name, and one period at least.
new-practice = A practice round: made-up figures, outside every protection of later rounds
new-next = Next
new-members = Members that take part
new-least = Fewest members for the seal
new-least-hint = With fewer returns when the deadline passes, the round has failed.
new-contributors = Fewest contributors of a total
new-contributors-hint = The structure wants { $range }. Leave this empty, or ask for more in every cell; fewer are never taken.
new-opens = Opens
new-opens-hint = Empty: as soon as you open it.
new-zone = In the time of this machine, { $zone }.
new-zone-unknown = In UTC, since this machine does not know its zone.
new-deadline-hint = It can be moved later, never earlier.
new-grace = Minutes of grace
new-grace-hint = After the deadline the server still takes returns for so long.
new-nobody = Nobody takes part. Choose members.
new-numbers = One of the numbers is none. Give whole numbers.
new-dates = The date could not be read. Give a day and a time.
new-date-twice = The clocks leave this hour out, or strike it twice, when they change. Take another hour.
new-date-over = This date is over. Give one to come.
new-cells = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
}{ $counted ->
    [0] {""}
    [one] , and { $counted } cell that is only counted
   *[other] , and { $counted } cells that are only counted
}
new-open-title = Open the round
new-open-text = The next page shows what opening it fixes, and asks once more.
new-away = Put it away
do-open = Go on
forecast-title = What could be published?
forecast-text = Rounds are imagined with this structure and as many members, and the rules are applied to each. Figures play no part: only which of them are not zero.
forecast-nonzero = Of a hundred figures so many are not zero
forecast-file = Or give a list of what you expect
forecast-file-hint = A CSV file of expected reporters, as docs/publications.md describes it.
forecast-stricter = The forecast goes by the minimum of the structure. Yours is stricter: expect less.
do-forecast = Imagine rounds
task-proposing = Proposing a ceremony
task-beginning = Beginning the ceremony
task-taking-back = Taking the proposal back
task-forecasting = Imagining rounds
task-opening = Opening the round
task-extending = Moving the deadline
task-sealing = Sealing the round
task-counting = Combining the counts
task-planning = Making the plan again
task-previewing = Making the publication
task-publishing = Publishing
task-holding = Holding the round back
task-cancelling = Cancelling the round
task-exporting = Writing the record
nav-ceremonies = Ceremonies
role-coordinator-what = Open rounds, see who has sent, publish what the rules approve.
ceremony-lead = The trustees make keys together, each for a part that opens nothing alone. A round uses up a key; a large table takes several.
ceremonies-held = Ceremonies so far
proposal-offered = Have offered
proposal-missing = Have not offered yet
proposal-wait = Each trustee opens its desk, or runs trustee sit. Read the log again then.
do-begin = Begin the ceremony
do-take-back = Take the proposal back
propose-title = Propose a ceremony
propose-threshold = Trustees that open together
propose-hint = All { $n } trustees of the directory take part. With { $t } that open together, { $q } must be there for an opening.
propose-keys = Keys to make
propose-keys-hint = One for each coming round; large tables take several.
propose-days = Days for each of the three steps
propose-days-hint = The trustees commit, reveal and confirm. Who does not commit in time is replaced by the others.
propose-not-leading = Trustees that hold, but do not lead
propose-not-leading-hint = Those at fault in a ceremony that this one restarts are taken without being named.
propose-numbers = One of the numbers is none. Give whole numbers.
do-propose = Propose it
next-failed = The round has failed
next-failed-text = Cancel it, and open another one. Each member sends again what it has kept, with one command.
next-rehearse = Trustees show that they hold the keys
next-rehearse-text = Each trustee opens its desk, or runs trustee sit, before members send. If too few come, cancel the round, hold a new ceremony and open it anew.
next-members = Members send
next-members-text = You can seal when all are in, or when the deadline is over.
next-seal = All members are in
next-seal-text = The round can be sealed. Nothing can be sent or corrected afterwards.
next-late = The deadline is over
next-late-text = Seal with those that are in, or move the deadline.
next-state = Trustees state for the sealed set
next-state-text = Each trustee opens its desk, or runs trustee sit. Read the log again then.
next-counts = Trustees open the counts
next-counts-text = Each trustee opens its desk, or runs trustee sit. Read the log again then.
next-count = The counts can be combined
next-count-text = They say in how many members a cell is not zero. From them and the rules follows which totals may be opened: you are shown how many, and asked, before that is adopted.
next-totals = Trustees open the approved totals
next-totals-text = Each trustee opens its desk, or runs trustee sit. Read the log again then.
next-publish = The totals are there
next-publish-text = The publication is made on this machine and shown to you. Nothing leaves before you say so.
next-record = It is published
next-record-text = Hand out the record. Trustees erase their sub-keys, then they and the members look at the end of the log once more.
next-held = It is held back
next-held-text = A new round takes its place. Each member sends again what it has kept.
next-cancelled = It is cancelled
next-cancelled-text = A new round can take the returns that members have kept.
do-seal = Seal the round
do-extend = Move the deadline
do-count = Combine the counts
do-plan = The plan with its reasons
do-preview = Look at the publication
do-published = What was published
do-record = Hand out the record
do-cancel = Cancel the round
do-hold = Hold it back
members-title = Who has sent
members-in = In: { $n }
members-missing = Missing: { $n }
members-revision = (correction { $n })
members-withdrew = (took it back)
extend-title = Move the deadline
extend-text = It is { $when } now. It can only become later, and cannot move back.
extend-to = The new deadline
seal-title = Seal the round?
seal-text = { $n } of { $all } members are in.
seal-missing = Without these: { $areas }. Their figures will be in no total of this round.
seal-means = Nothing can be sent, corrected or taken back afterwards. Every proof is checked here, and all returns are added up, still encrypted.
seal-not = Not yet
wrong-title = When it goes wrong
wrong-text = Cancelling gives a round up. Holding back is for a check that has failed after the seal. Both are public, with a reason, and for ever.
hold-title = Hold the round back
hold-text = For a check that has failed. What was opened counts for later rounds all the same.
cancel-title = Cancel the round
cancel-text = The round is given up. Members keep their returns and can send them to another one.
aside-reason = Reason
aside-reason-hint = It is public, and for ever. Name no figure.
plan-title = The plan of ‘{ $round }’
plan-internal = For you alone: the reason for a closed cell is information itself.
plan-short = In short
plan-cells = Cells, and what became of each
plan-cell = Cell
plan-fate = What became of it
preview-title = ‘{ $round }’ as it would be published
published-title = ‘{ $round }’ as it was published
preview-lead = Nothing of this has left your machine. Look at it as readers will.
preview-none = The shares of the trustees are combined and checked, and the files are made on this machine. Nothing is published by that.
preview-values = Totals with a value
preview-intervals = Totals as an interval
preview-withheld = Withheld
preview-unreported = { $n } of them nobody reported
preview-nothing = Nothing is shown: every total is withheld. The plan says why.
preview-files = Files
preview-totals = Totals as readers see them
publish-title = Publish it
publish-text = What is published stays published. These files go to the server, with proofs that they follow from the sums, and everybody can fetch them.
do-publish = Publish
record-title = The record of ‘{ $round }’
record-lead = A record is everything that the parties signed and published. Whoever has it can check the round, offline and without trusting anybody.
record-made = Written
record-files = { $n ->
    [one] { $n } file, as one archive and as a folder of the same name
   *[other] { $n } files, as one archive and as a folder of the same name
}
record-give = Hand the archive out by any means. An auditor drops it on the auditor’s page, or runs auditor verify.
record-public = For everybody
record-public-text = Without counts and exact totals. Anybody may have it.
record-restricted = For accredited auditors
record-restricted-text = With counts of contributors and exact totals. Give it only to whom your rules name.
do-public = Write the public record
do-restricted = Write the restricted record
record-witnesses = Write it once trustees have erased their sub-keys, and trustees and members have looked at the end of the log: then the record shows all of that.

# Texts that the coordinator sends by its own means. Buttons are called in them as on the pages.
letters-title = Texts to send
letter-invitation = Invitation, to all members
letter-reminder = Reminder, to those that have sent nothing
letter-receipt = Confirmation, to those whose return is in
letter-results = Results, to all members
letter-lead = Nothing is sent from here: copy the text into your own mail.
letter-languages = Language of this text
letter-languages-hint = The text calls buttons as the desk has them in this language. Each office chooses its own.
letter-to = To the offices of
letter-subject = Subject
letter-text = Text
letter-invitation-subject = Round ‘{ $round }’ is open until { $deadline }
letter-invitation-text =
    The round ‘{ $round }’ is open until { $deadline }.
    Its id begins with { $id }; compare it with what your office shows.

      1. Start your desk and open your office as a member. Press ‘{ read-again }’, and open ‘{ $round }’.
      2. Press ‘{ way-book-do }’, and fill it in.
      3. Drop it on the same page, and press ‘{ drop-do }’. Faults are shown, and mended there.
      4. Look at the summary, and press ‘{ send-do }’.

    Your figures are encrypted on your machine. Send them in this way alone, never by mail.
letter-practice-subject = Practice round ‘{ $round }’ is open until { $deadline }
letter-practice-text =
    The practice round ‘{ $round }’ is open until { $deadline }.
    Its id begins with { $id }; compare it with what your office shows.

    Start your desk and open your office as a member. Press ‘{ read-again }’, open ‘{ $round }’, and press ‘{ practise-do }’.

    That sends made-up figures. Please send nothing real: a practice round protects nobody.
letter-reminder-subject = Nothing is in yet for ‘{ $round }’, open until { $deadline }
letter-reminder-text =
    The { $practice ->
        [yes] practice round
       *[no] round
    } ‘{ $round }’ (id { $id }) closes at { $deadline }, and no return of your office counts in it yet.
    The first page of your office at your desk shows where it stands: press ‘{ read-again }’ there. If you cannot send in time, tell us before that date: the deadline can be moved, and only before the seal.
letter-receipt-subject = Your return to ‘{ $round }’ is in
letter-receipt-line = { $area }: { $revision ->
    [0] first return
   *[other] correction { $revision }
}, event { $height } of the log
letter-receipt-text =
    These returns count in the { $practice ->
        [yes] practice round
       *[no] round
    } ‘{ $round }’ (id { $id }):
    { $lines }
    Your office keeps the proof of it: open ‘{ receipts-title }’ at your desk. If the line of your office is not what you sent, tell us at once, by telephone.
letter-results-subject = The totals of ‘{ $round }’ are published
letter-results-text =
    The totals of the { $practice ->
        [yes] practice round
       *[no] round
    } ‘{ $round }’ (id { $id }) are published; the files are attached.
    To check them: at your desk choose ‘{ role-auditor }’, drop the record that we hand out, or any copy of it, and press ‘{ audit-do }’; the report compares files with it. Please press ‘{ read-again }’ on the first page of your office once more. That way your office cosigns the end of the log.
