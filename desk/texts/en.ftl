# What the pages of the desk say, in English. Another language is a file like this one, with the same ids and blanks.

brand = Intertally
skip = To the content
footer = This page is served by your own machine and to it alone. Figures leave it encrypted, but for those that you mark as published.
nav = Pages of this office
nav-rounds = Rounds
nav-receipts = Receipts
crumbs = Where you are
lock = Lock
end = End
go-on = Go on
go-back = Back

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
refused-changed = Nothing was sent: the return that this page showed is no longer the one on the table. Another tab has replaced it or sent it. Look at it again.

# Roles.
role-member = Member
role-member-what = Your country's figures: check them, encrypt them, send them, keep the proof.
role-trustee = Trustee
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
working = At work
asked-title = One question
answer-yes = Yes
answer-no = No
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
ago-hours = { $n } hours ago
ago-days = { $n } days ago
in-minutes = { $n ->
    [0] now
    [one] in { $n } minute
   *[other] in { $n } minutes
}
in-hours = in { $n } hours
in-days = in { $n } days

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
faults-title = Faults, by sheet and row
warnings-title = { $n ->
    [one] One warning
   *[other] { $n } warnings
}
warnings-text = Warnings do not stop you. Look at each of them once.
warnings-name = Warnings, by sheet and row
grid-sheet = Sheet { $sheet }
grid-row = Row
grid-column = Column
grid-found = Found
grid-what = What is wrong
grid-hint = What to do
grid-more = and { $n } more
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
summary-confidential = Confidential with you, as everybody can read
summary-public = Marked as published: goes out in clear
doubts-title = { $n ->
    [one] One figure is far from your last, or unusual
   *[other] { $n } figures are far from your last, or unusual
}
doubts-name = Figures that may be slips
doubts-cell = Figure of
doubts-now = Now
doubts-before = Last, or usual
doubts-usual = seldom above { $limit }
doubts-yes = I have looked at all of them: they are right.
notes-title = Your notes are public
notes-text = Notes are not encrypted. Everybody can read them, in the record and in the publication.
notes-yes = Some hold digits: I have looked, and none of them names a figure.
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
