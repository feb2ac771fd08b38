package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain of pages, each of which names the next one: one after another, the next one requested while this one is stored. A page
 * that fails breaks the chain, and is tried once more. At last page 1 is asked again, to see whether the source stood still.
 *
 * <p>An end is believed at once when all that was announced is there, otherwise when the page that names no next one comes the same
 * way twice. A chain that leads back to a page it had, with the same records, is refused.
 */
public final class ChainedPlan extends OpenPages {
    /** A page that is shorter than those before it, in the middle: so often that is asked once more. */
    private static final int MAX_SHORT = 3;

    private static final int MAX_LOWER = 12;
    /** So many pages in a row that hold no records, although each names another one. */
    private static final int MAX_EMPTY = 10;
    /** So many pages in a row that are the same, although the cursor is another each time. */
    private static final int MAX_ALIKE = 3;

    private final Source source;
    private final boolean probes;
    private final Totals totals = new Totals();
    private final StoredPages pages = new StoredPages();
    private final ArrayDeque<PageTask> queue = new ArrayDeque<>();
    /** Of each request of the chain a hash, and the page that it brought. */
    private final Map<Long, Integer> requested = new HashMap<>();
    /** What the pages of earlier sessions named, until the chain is followed to its tip. */
    private final Map<Integer, Announced> resumed = new HashMap<>();

    /** The last page of the chain that is believed: it names the one that follows. */
    private int tip;

    private PageTask tipTask;
    private @Nullable PageTask brokenTask;
    private @Nullable PageTask following;
    private boolean ended;
    private boolean resuming;
    private int empties;
    private int alike;
    private int shorts;
    private int lastShort;
    private int lower;
    private PageOutcome.@Nullable Failed broken;
    private boolean secondRound;
    private int seam;
    private int mustBeSame;
    private boolean isKnownGood;
    private boolean probed;
    private @Nullable Change change;
    private boolean examined;
    private int changes;

    /** @param probePercent whether page 1 is asked once more at the end: not where it is 0 */
    public ChainedPlan(Source source, double probePercent) {
        this.source = source;
        probes = probePercent > 0;
        tipTask = source.start(Purpose.RECORDS);
    }

    @Override
    public synchronized @Nullable PageTask first() {
        return stopped || pages.has(1) ? null : hand(source.start(Purpose.RECORDS));
    }

    @Override
    public synchronized boolean isUnderWay() {
        return pages.has(1) && !stopped;
    }

    @Override
    @Nullable
    PageTask ready() {
        if (mustBeSame > 0 || isKnownGood) {
            return open.containsKey(1) ? null : source.start(Purpose.PROBE);
        }
        if (!queue.isEmpty()) {
            return queue.poll();
        }
        if (resuming) {
            resuming = false;
            followResumed();
        }
        PageTask page = following;
        if (page != null && (open.containsKey(page.page()) || broken != null)) {
            return null;
        }
        return page == null ? null : page.to(pages.has(page.page()) ? Purpose.AGAIN : Purpose.RECORDS);
    }

    @Override
    boolean advance() {
        PageOutcome.Failed failed = broken;
        if (failed == null || secondRound) {
            return false;
        }
        secondRound = true;
        broken = null;
        queue.add(Objects.requireNonNull(brokenTask, "A page that has failed was handed out"));
        return true;
    }

    /** Goes along what earlier sessions have stored, to where it breaks off. */
    private void followResumed() {
        while (!ended && pages.has(tip + 1)) {
            Announced announced = resumed.getOrDefault(tip + 1, Announced.NOTHING);
            goOn(tip + 1, tip == 0 ? tipTask : Objects.requireNonNull(following, "The chain has not ended"), announced);
        }
        resumed.clear();
        seam = tip;
    }

    /** A page is believed: what it names is asked for next, while it is stored. */
    private void goOn(int page, PageTask task, Announced announced) {
        tip = page;
        tipTask = task;
        requested.putIfAbsent(hash(task), page);
        try {
            following = source.after(task, announced);
        } catch (Source.LinkException e) {
            throw new IllegalStateException("Page %d: %s".formatted(page, e.getMessage()), e);
        }
        ended = following == null;
    }

    @Override
    public synchronized void believed(PageTask task, Announced announced) {
        if (task.page() == tip + 1) {
            broken = null;
            goOn(task.page(), task.to(Purpose.RECORDS), announced);
            notifyAll();
        }
    }

    private static long hash(PageTask task) {
        String text = task.uri() + "\n" + task.headers() + "\n" + task.body();
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }

    @Override
    public synchronized Judgement judge(PageTask task, Answer answer) {
        int page = task.page();
        Judgement judgement = answer.rows() == 0 && page > 1 ? ofNothing(task, answer) : ofRecords(task, answer);
        if (judgement.doubt() == null && judgement.outcome() == null && judgement.refusal() == null) {
            pages.claim(page, answer.identity());
        }
        return judgement;
    }

    /** Whether with so many rows of this page all is there that was announced, also by its own answer. */
    private boolean isAllThere(int page, int rows, Announced said) {
        long records = Math.max(totals.mostRecords(), said.totalRecords());
        return records >= 0 && pages.rows() - pages.rowsOf(page) + rows >= records;
    }

    private Judgement ofNothing(PageTask task, Answer answer) {
        int page = task.page();
        PageTask next = following(task, answer.announced());
        boolean goesOn =
                next != null && !requested.containsKey(hash(next)) && hash(next) != hash(task) && empties < MAX_EMPTY;
        if (goesOn) {
            // As DynamoDB has it where a filter lets nothing of a page through.
            return Judgement.ACCEPTED;
        }
        PageOutcome outcome = new PageOutcome.Ended(page, answer.announced());
        return isAllThere(page, 0, answer.announced())
                ? Judgement.settled(outcome)
                : new Judgement("holds no records", outcome);
    }

    private @Nullable PageTask following(PageTask task, Announced announced) {
        try {
            return source.after(task, announced);
        } catch (Source.LinkException e) {
            return null;
        }
    }

    private Judgement ofRecords(PageTask task, Answer answer) {
        int page = task.page();
        Integer twin = pages.pageWith(answer.identity());
        if (twin != null && twin != page && answer.rows() > 0) {
            Integer same = requested.get(hash(task));
            if (same != null && same != page) {
                return Judgement.refused(
                        "the link of page %d leads back to page %d, and so do its records: the chain has no end"
                                .formatted(page - 1, same));
            }
            if (answer.hasIds() || alike >= MAX_ALIKE) {
                return new Judgement(
                        "holds the same records as page " + twin,
                        new PageOutcome.Failed(
                                page,
                                "copy",
                                "it holds the same records as page %d, although page %d names it as the next one"
                                        .formatted(twin, page - 1),
                                false));
            }
        }
        PageTask next;
        try {
            next = source.after(task, answer.announced());
        } catch (Source.LinkException e) {
            return Judgement.refused("page %d: %s".formatted(page, e.getMessage()));
        }
        // A scroll, whose place the server keeps: asked again, it would go on instead.
        boolean movesOn = next != null && hash(next) == hash(task);
        if (!movesOn && totals.isLower(answer.announced(), answer.rows()) && lower < MAX_LOWER) {
            lower++;
            return new Judgement("announces less than the answers before", null);
        }
        if (page == 1 && answer.rows() == 0) {
            return new Judgement("holds no records", null);
        }
        if (next == null && !isSinglePage() && !isAllThere(page, answer.rows(), answer.announced())) {
            return new Judgement("names no next page", null);
        }
        if (next != null
                && !movesOn
                && answer.rows() < totals.fullPage()
                && (page == lastShort || shorts < MAX_SHORT)) {
            shorts += page == lastShort ? 0 : 1;
            lastShort = page;
            return new Judgement("holds fewer records than the pages before, although another one follows", null);
        }
        return task.purpose() == Purpose.AGAIN && pages.identityOf(page) == answer.identity()
                ? Judgement.settled(new PageOutcome.Probed(page, Change.SAME, answer.announced()))
                : Judgement.ACCEPTED;
    }

    private boolean isSinglePage() {
        return source.pagination().next() == null
                && source.pagination().nextField().isEmpty()
                && !source.pagination().nextLink();
    }

    @Override
    public synchronized Judgement judgeProbe(PageTask task, Change now, Answer answer) {
        PageOutcome.Probed outcome = new PageOutcome.Probed(1, now, answer.announced());
        return switch (now) {
            case SAME -> Judgement.settled(outcome);
            // Of a single page that has grown since, all is stored.
            case GROWN -> tip == 1 ? Judgement.ACCEPTED : Judgement.settled(outcome);
            case SHRUNK, SHIFTED -> new Judgement("differs from what is stored", outcome);
        };
    }

    @Override
    public synchronized @Nullable Judgement judgeAbsent(PageTask task) {
        if (task.purpose() == Purpose.PROBE) {
            return new Judgement(
                    "says that there is no such page", new PageOutcome.Probed(1, Change.SHIFTED, Announced.NOTHING));
        }
        return task.page() > 1 && isAllThere(task.page(), 0, Announced.NOTHING)
                ? Judgement.settled(new PageOutcome.Ended(task.page(), Announced.NOTHING))
                : null;
    }

    @Override
    public synchronized String advice(PageTask task, String cause) {
        return task.page() > 1 && task.page() == seam + 1 && cause.matches("4\\d\\d")
                ? ". An earlier session has left off before this page: the API may not know its cursor any more, and --fresh begins anew"
                : "";
    }

    @Override
    public synchronized boolean settle(PageOutcome outcome) {
        PageTask task = open.remove(outcome.page());
        boolean isProbe = task != null && task.purpose() == Purpose.PROBE;
        boolean unreachable = false;
        if (outcome instanceof PageOutcome.Stored stored) {
            stored(stored, task);
        } else if (outcome instanceof PageOutcome.Ended end) {
            totals.announced(end.announced(), 0);
            ended = true;
            following = null;
        } else if (outcome instanceof PageOutcome.Probed again) {
            probed(again, isProbe);
            if (!isProbe && task != null) {
                believed(task, again.announced());
            }
        } else if (outcome instanceof PageOutcome.Failed failed) {
            brokenTask = isProbe ? brokenTask : task;
            unreachable = failed(failed, isProbe);
        }
        notifyAll();
        return unreachable;
    }

    private void stored(PageOutcome.Stored page, @Nullable PageTask task) {
        totals.stored(page.page(), page.rows(), page.announced());
        alike = isAlike(page) ? alike + 1 : 0;
        empties = page.rows() == 0 ? empties + 1 : 0;
        pages.put(page.page(), page.rows(), page.identity());
        changes++;
        if (task != null && task.purpose() == Purpose.PROBE) {
            probed(new PageOutcome.Probed(1, Change.GROWN, page.announced()), true);
        }
    }

    private boolean isAlike(PageOutcome.Stored page) {
        Integer twin = pages.pageWith(page.identity());
        return page.rows() > 0 && twin != null && twin != page.page();
    }

    private void probed(PageOutcome.Probed page, boolean isProbe) {
        totals.announced(page.announced(), 1);
        totals.repeated(page.announced(), 1);
        if (!isProbe) {
            return;
        }
        if (mustBeSame == 0 && !isKnownGood) {
            change = page.change();
        }
        mustBeSame = 0;
        isKnownGood = false;
    }

    private boolean failed(PageOutcome.Failed page, boolean isProbe) {
        if (isProbe) {
            boolean wasNeeded = mustBeSame > 0 || isKnownGood;
            mustBeSame = 0;
            isKnownGood = false;
            return wasNeeded && page.unreachable();
        }
        broken = page;
        // Whether the API is gone shows a page that came before.
        isKnownGood = !secondRound && page.unreachable() && pages.has(1);
        return false;
    }

    @Override
    public synchronized void resume(PageOutcome fact) {
        resuming = true;
        if (fact instanceof PageOutcome.Stored page) {
            totals.stored(page.page(), page.rows(), page.announced());
            pages.put(page.page(), page.rows(), page.identity());
            resumed.put(page.page(), page.announced());
            concluded = false;
            changes++;
        } else if (fact instanceof PageOutcome.Ended end) {
            totals.announced(end.announced(), 0);
            resumed.put(end.page() - 1, Announced.NOTHING);
        }
    }

    @Override
    public void resumeFailed(PageOutcome.Failed page) {
        // It is asked for once more, whatever became of it before.
    }

    @Override
    public synchronized void resumeWithout(int page) {
        pages.remove(page);
    }

    @Override
    public void resumeRedo(int from) {
        // A chain is never asked for a second time.
    }

    @Override
    public void resumeSession() {
        // What follows a page is what it named.
    }

    @Override
    public synchronized void resumeConcluded() {
        concluded = true;
    }

    @Override
    public synchronized void checkFirst() {
        mustBeSame = pages.has(1) ? 1 : 0;
    }

    @Override
    public synchronized int mustBeSame() {
        return mustBeSame;
    }

    @Override
    public synchronized boolean isIdentical(int page, long identity) {
        return pages.has(page) && pages.identityOf(page) == identity;
    }

    @Override
    public synchronized boolean willAskAgain(PageOutcome.Failed page) {
        return !secondRound && !stopped;
    }

    @Override
    public synchronized boolean examine(Set<Integer> sharingIds) {
        if (concluded || !probes || examined || !isStored()) {
            concluded = true;
            return true;
        }
        examined = true;
        probed = true;
        queue.add(source.start(Purpose.PROBE));
        return false;
    }

    @Override
    public synchronized int changes() {
        return changes;
    }

    @Override
    public synchronized int expected() {
        int known = Math.max(tip, pages.highest());
        return (int) Math.max(1, isWhole() ? known : Math.max(known + 1L, totals.firmPages()));
    }

    private boolean isWhole() {
        if (resuming) {
            resuming = false;
            followResumed();
        }
        return ended && broken == null;
    }

    @Override
    public synchronized boolean has(int page) {
        return pages.has(page);
    }

    @Override
    public synchronized boolean isEndProven() {
        return isWhole();
    }

    @Override
    public synchronized boolean isStored() {
        return pages.has(1) && isWhole() && pages.count() >= tip;
    }

    @Override
    public synchronized List<String> announcements() {
        return totals.changes();
    }

    @Override
    public synchronized Extent extent() {
        long known = isWhole() ? tip : totals.areKnown() && totals.firmPages() > 0 ? expected() : -1;
        return new Extent(pages.count(), (int) known, pages.rows(), totals.records(), broken == null ? 0 : 1);
    }

    @Override
    public synchronized long announcedRecords() {
        return totals.records();
    }

    @Override
    public synchronized boolean hasTotals() {
        return totals.areKnown();
    }

    @Override
    public synchronized Probed probed() {
        return new Probed(change == null ? 0 : 1, probed ? 1 : 0);
    }

    @Override
    public synchronized List<Difference> differences() {
        List<Difference> list = new ArrayList<>();
        if (!totals.agree(pages.rows())) {
            list.add(Differences.counts(totals, pages, ""));
        }
        if (change == Change.SHIFTED || change == Change.SHRUNK) {
            list.add(
                    new Difference(
                            Difference.Kind.SHIFT,
                            "page 1 has other records now than when the run began: the source changed while it was read; ask the API to sort by an id that does not change"));
        }
        if (probed && change == null) {
            list.add(new Difference(
                    Difference.Kind.PROBE,
                    "whether the source stood still could not be seen: page 1 did not come again"));
        }
        return list;
    }
}
