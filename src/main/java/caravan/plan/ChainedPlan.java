package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import caravan.text.Plural;
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
 * that fails breaks the chain, and is tried once more. At last some pages are asked again, to see whether the source stood still.
 *
 * <p>An end is believed at once when all that was announced is there, otherwise when the page that names no next one comes the same
 * way twice. A chain that leads back to a page it had, with the same records, is refused.
 */
public final class ChainedPlan extends OpenPages {
    /** A page that is shorter than those before it, in the middle: so often that is asked once more. */
    private static final int MAX_SHORT = 3;

    private static final String COPY = "copy";
    private static final String ABSENT = "says that there is no such page";
    private static final int MAX_LOWER = 12;
    /** So many pages in a row that hold no records, although each names another one, are the end. */
    private static final int MAX_EMPTY = 10;
    /** So many of them are asked for once more; after that the API is known to send them. */
    private static final int MAX_EMPTY_DOUBTED = 3;
    /** How many records a page often has where nobody asks for a number. */
    private static final Set<Integer> USUAL_SIZES =
            Set.of(10, 15, 20, 25, 30, 40, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000);
    /** So many pages in a row that are the same, although the cursor is another each time. */
    private static final int MAX_ALIKE = 3;

    private final Source source;
    private final double probePercent;
    private final Totals totals = new Totals();
    private final StoredPages pages = new StoredPages();
    private final Trail trail;
    private final ArrayDeque<PageTask> queue = new ArrayDeque<>();
    /** Of each request of the chain a hash, and the page that it brought. */
    private final Map<Long, Integer> requested = new HashMap<>();
    /** What the pages of earlier sessions named, until the chain is followed to its tip. */
    private final Map<Integer, Announced> resumed = new HashMap<>();

    /** The last page of the chain that is believed: it names the one that follows. */
    private int tip;
    /** How many records it has, also before it is stored. */
    private int tipRows;

    private int judgedRows;

    private PageTask tipTask;
    private @Nullable PageTask brokenTask;
    private @Nullable PageTask following;
    private boolean ended;
    /** Whether the only page says nothing of a next one, not even that there is none. */
    private boolean silent;
    /** The page that says that more follows, but not where; 0 for none. */
    private int saysMore;

    private boolean resuming;
    private int empties;
    private int hollow;
    private int alike;
    /** The page that was asked for once more because the page after it was the same. */
    private int original;

    private int shorts;
    private int lastShort;
    private int lower;
    private PageOutcome.@Nullable Failed broken;
    private boolean secondRound;
    private int seam;
    private int mustBeSame;
    private boolean isKnownGood;
    private int probed;
    private int answered;
    private boolean isFirstSeen;
    /** The first page that has other records now; 0 for none. */
    private int shifted;

    private boolean examined;
    private int changes;

    /** @param probePercent how many of the pages are asked once more at the end */
    public ChainedPlan(Source source, double probePercent) {
        this.source = source;
        this.probePercent = probePercent;
        trail = new Trail(probePercent);
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
            // A page can be in it twice: to be compared, and to be replaced.
            return open.containsKey(queue.peek().page()) ? null : queue.poll();
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
        if (tip > 0 && !isScroll(tipTask, following)) {
            trail.seam(tipTask);
        }
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
        if (!isScroll(task, following) && !isScrolled(task)) {
            trail.passed(task);
        }
        silent = page == 1 && announced.next() == null;
        saysMore = Announced.MORE.equals(announced.next()) ? page : 0;
    }

    @Override
    public synchronized void believed(PageTask task, Announced announced) {
        // The last one was asked for again where the page after it was the same.
        if (task.page() == tip + 1 || (task.page() == tip && task.purpose() == Purpose.AGAIN)) {
            broken = null;
            if (tip > 0 && totals.isAnother(announced) && !isScroll(tipTask, task)) {
                trail.seam(tipTask);
            }
            tipRows = task.page() == tip + 1 ? judgedRows : tipRows;
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
        judgedRows = page == tip + 1 ? answer.rows() : judgedRows;
        Judgement judgement = answer.rows() == 0 && page > 1 ? ofNothing(task, answer) : ofRecords(task, answer);
        if (judgement.doubt() == null && judgement.outcome() == null && judgement.refusal() == null) {
            pages.claim(page, answer.identity());
        }
        return judgement;
    }

    /** Whether with so many rows of this page all is there that was announced, also by its own answer. */
    private boolean isAllThere(int page, int rows, Announced said) {
        long records = Math.max(totals.mostRecords(), said.totalRecords());
        // The page before may be about to be stored.
        int onItsWay = tip > 0 && tip != page && !pages.has(tip) ? tipRows : 0;
        return records >= 0 && pages.rows() + onItsWay - pages.rowsOf(page) + rows >= records;
    }

    private Judgement ofNothing(PageTask task, Answer answer) {
        int page = task.page();
        if (task.purpose() == Purpose.AGAIN) {
            Change change = pages.rowsOf(page) == 0 ? Change.SAME : Change.SHRUNK;
            return Judgement.settled(new PageOutcome.Probed(page, change, answer.announced()));
        }
        if (isAllThere(page, 0, answer.announced())) {
            return Judgement.settled(new PageOutcome.Ended(page, answer.announced()));
        }
        PageTask next = following(task, answer.announced());
        boolean goesOn =
                next != null && !requested.containsKey(hash(next)) && hash(next) != hash(task) && empties < MAX_EMPTY;
        if (goesOn) {
            // As DynamoDB has it where a filter lets nothing of a page through.
            return hollow < MAX_EMPTY_DOUBTED && !isScroll(task, next)
                    ? new Judgement("holds no records, although another page follows", null)
                    : Judgement.ACCEPTED;
        }
        return new Judgement("holds no records", new PageOutcome.Ended(page, answer.announced()));
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
            if (isAllThere(page, 0, answer.announced())) {
                return Judgement.settled(new PageOutcome.Ended(page, answer.announced()));
            }
            if (answer.hasIds() || (alike >= MAX_ALIKE && totals.records() <= pages.rows())) {
                return new Judgement(
                        "holds the same records as page " + twin,
                        new PageOutcome.Failed(
                                page,
                                COPY,
                                "it holds the same records as page %d, although page %d names it as the next one"
                                        .formatted(twin, page - 1),
                                false));
            }
            return new Judgement("holds the same records as page " + twin, null);
        }
        PageTask next;
        try {
            next = source.after(task, answer.announced());
        } catch (Source.LinkException e) {
            return Judgement.refused("page %d: %s".formatted(page, e.getMessage()));
        }
        boolean movesOn = isScroll(task, next);
        if (!movesOn && totals.isLower(answer.announced(), answer.rows()) && lower < MAX_LOWER) {
            lower++;
            return new Judgement("announces less than the answers before", null);
        }
        if (page == 1 && answer.rows() == 0) {
            return new Judgement("holds no records", null);
        }
        if (next == null && !source.isSinglePage() && !isAllThere(page, answer.rows(), answer.announced())) {
            return new Judgement("names no next page", null);
        }
        if (next != null
                && !movesOn
                && answer.rows() < totals.fullPage()
                && !isAllThere(page, answer.rows(), answer.announced())
                && (page == lastShort || shorts < MAX_SHORT)) {
            shorts += page == lastShort ? 0 : 1;
            lastShort = page;
            return new Judgement("holds fewer records than the pages before, although another one follows", null);
        }
        return task.purpose() == Purpose.AGAIN && pages.identityOf(page) == answer.identity()
                ? Judgement.settled(new PageOutcome.Probed(page, Change.SAME, answer.announced()))
                : Judgement.ACCEPTED;
    }

    /** Whether the page before was asked for in the same way. */
    private boolean isScrolled(PageTask task) {
        Integer page = requested.get(hash(task));
        return page != null && page != task.page();
    }

    /** Whether the server keeps the place: asked again, it would go on instead. */
    private static boolean isScroll(PageTask task, @Nullable PageTask next) {
        return next != null && hash(next) == hash(task);
    }

    @Override
    public synchronized Judgement judgeProbe(PageTask task, Change now, Answer answer) {
        PageOutcome.Probed outcome = new PageOutcome.Probed(task.page(), now, answer.announced());
        return switch (now) {
            case SAME -> Judgement.settled(outcome);
            // Of a single page that has grown since, all is stored.
            case GROWN -> tip == 1 ? Judgement.ACCEPTED : Judgement.settled(outcome);
            case SHRUNK ->
                task.page() == 1 ? new Judgement("differs from what is stored", outcome) : Judgement.settled(outcome);
            case SHIFTED -> new Judgement("differs from what is stored", outcome);
        };
    }

    @Override
    public synchronized @Nullable Judgement judgeAbsent(PageTask task) {
        if (task.page() == 1) {
            return task.purpose() != Purpose.PROBE
                    ? null
                    : new Judgement(ABSENT, new PageOutcome.Probed(1, Change.SHIFTED, Announced.NOTHING));
        }
        PageOutcome.Ended end = new PageOutcome.Ended(task.page(), Announced.NOTHING);
        if (task.purpose() == Purpose.RECORDS && isAllThere(task.page(), 0, Announced.NOTHING)) {
            return Judgement.settled(end);
        }
        // Where the API itself has named the page, that it is not there proves nothing.
        boolean isByField = !source.pagination().nextField().isEmpty();
        return new Judgement(
                ABSENT, task.purpose() == Purpose.RECORDS && isByField && totals.records() < 0 ? end : null);
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
            unreachable = isProbe ? probeFailed(failed) : failed(failed, Objects.requireNonNull(task, "It was open"));
        }
        notifyAll();
        return unreachable;
    }

    private void stored(PageOutcome.Stored page, @Nullable PageTask task) {
        totals.stored(page.page(), page.rows(), page.announced());
        alike = isAlike(page) ? alike + 1 : 0;
        put(page);
        if (task != null && task.purpose() == Purpose.RECORDS && isSuspect(page)) {
            trail.suspect(task);
        }
        if (task != null && task.purpose() == Purpose.PROBE) {
            probed(new PageOutcome.Probed(1, Change.GROWN, page.announced()), true);
        }
    }

    private void put(PageOutcome.Stored page) {
        empties = page.rows() == 0 ? empties + 1 : 0;
        hollow += page.rows() == 0 ? 1 : 0;
        pages.put(page.page(), page.rows(), page.identity());
        changes++;
    }

    /** Whether it holds less than others, although another one follows. */
    private boolean isSuspect(PageOutcome.Stored page) {
        PageTask next = following;
        return next != null
                && next.page() == page.page() + 1
                && !isScroll(tipTask, next)
                && page.rows() < Math.max(1, totals.fullPage());
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
            answered++;
            isFirstSeen |= page.page() == 1;
            boolean isAnother = page.change() == Change.SHIFTED || (page.page() == 1 && page.change() == Change.SHRUNK);
            shifted = isAnother && shifted == 0 ? page.page() : shifted;
        }
        mustBeSame = 0;
        isKnownGood = false;
    }

    private boolean probeFailed(PageOutcome.Failed page) {
        boolean wasNeeded = mustBeSame > 0 || isKnownGood;
        mustBeSame = 0;
        isKnownGood = false;
        return wasNeeded && page.unreachable();
    }

    private boolean failed(PageOutcome.Failed page, PageTask task) {
        broken = page;
        brokenTask = task.to(Purpose.RECORDS);
        if (pages.has(page.page())) {
            // What was stored of it is the next page's: the chain breaks off here.
            pages.remove(page.page());
            changes++;
            tip = page.page() - 1;
        } else if (page.cause().equals(COPY) && tip == page.page() - 1 && original != tip && !isScroll(tipTask, task)) {
            original = tip;
            queue.add(tipTask.to(Purpose.AGAIN));
        }
        // Whether the API is gone shows a page that came before.
        isKnownGood = !secondRound && page.unreachable() && pages.has(1);
        return false;
    }

    @Override
    public synchronized void resume(PageOutcome fact) {
        resuming = true;
        if (fact instanceof PageOutcome.Stored page) {
            totals.stored(page.page(), page.rows(), page.announced());
            put(page);
            resumed.put(page.page(), page.announced());
            concluded = false;
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
        if (concluded || probePercent <= 0 || examined || !isStored()) {
            concluded = true;
            return true;
        }
        examined = true;
        queue.addAll(trail.sample(source.start(Purpose.PROBE), pages, Sample.size(pages.count(), probePercent)));
        probed = queue.size();
        if (totals.records() > pages.rows()) {
            trail.suspects().forEach(task -> queue.add(task.to(Purpose.AGAIN)));
        }
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
        return new Probed(answered, probed);
    }

    @Override
    public synchronized List<Difference> differences() {
        List<Difference> list = new ArrayList<>();
        if (!totals.agree(pages.rows())) {
            list.add(Differences.counts(totals, pages, ""));
        }
        if (!pages.repeats().isEmpty()) {
            list.add(Differences.repeats(pages));
        }
        if (silent
                && !source.isSinglePage()
                && (totals.records() < 0 || totals.records() > pages.rows())
                && looksFull(pages.rowsOf(1))) {
            list.add(new Difference(
                    Difference.Kind.END,
                    "page 1 holds %s, as many as a full page, and says nothing of a next one: there is no %s in it. Correct what names the next page; if this is all there is, set pagination.type: none"
                            .formatted(Plural.count(pages.rowsOf(1), "record"), source.nextPlace())));
        }
        if (saysMore > 0 && (totals.records() < 0 || totals.records() > pages.rows())) {
            list.add(new Difference(
                    Difference.Kind.END,
                    "page %d says that more follows, but not where%s"
                            .formatted(
                                    saysMore,
                                    source.isSinglePage()
                                            ? ": pagination.type is none"
                                            : ": there is no %s in it".formatted(source.nextPlace()))));
        }
        if (shifted > 0) {
            list.add(new Difference(
                    Difference.Kind.SHIFT,
                    "page %d has other records now than when it was stored: the source changed while it was read; ask the API to sort by an id that does not change"
                            .formatted(shifted)));
        }
        // An API may forget its cursors: then only page 1 can be asked for again.
        if (probed > 0 && !isFirstSeen) {
            list.add(Differences.probe(answered, probed));
        }
        return list;
    }

    private boolean looksFull(int rows) {
        return (source.size() > 0 && rows >= source.size()) || USUAL_SIZES.contains(rows);
    }
}
