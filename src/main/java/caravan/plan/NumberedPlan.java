package caravan.plan;

import static caravan.text.Plural.count;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which page is asked next, and when there is none left: page 1, then up to the last page that the API announces, then
 * once more what failed, the page past the end, and at last, once {@link #examine} is called, what proves that all this is true.
 *
 * <p>A fold over facts: {@link #settle} takes those of this session and {@link #resume} those of earlier ones. Thread-safe. A page
 * that was handed out is open until it is settled; while the last ones are open, {@link #next} waits, since their answers may
 * announce further pages.
 */
public final class NumberedPlan extends OpenPages {
    private static final int MAX_NOTABLE = 20;
    private final Source source;
    private final int maxLostInARow;
    private final IntConsumer redo;

    final Totals totals = new Totals();
    final StoredPages pages = new StoredPages();
    final Copies copies = new Copies();
    final Lacking lacking = new Lacking();
    final Refusals refusals = new Refusals();
    private final Frontier frontier;
    private final Verification verification;
    private final Judge judge = new Judge(this);

    /** Stored before the totals changed, or at the seam of two sessions. */
    private final Set<Integer> notable = new LinkedHashSet<>();

    private final ArrayDeque<PageTask> queue = new ArrayDeque<>();
    /** Stored, but to be asked again since records have moved. */
    private final TreeSet<Integer> again = new TreeSet<>();

    /** Not asked for, since they seemed to be past a limit of the API: should that prove wrong, it is their turn again. */
    private final TreeSet<Integer> dropped = new TreeSet<>();

    private long stride;
    private int latest;
    private boolean seam;
    private int lostInARow;
    private int knownGood;
    private int mustBeSame;
    private boolean secondRound;
    private @Nullable String endUnknown;
    private int changes;
    private int examinedChanges = -1;
    private boolean repeatsAsked;

    /**
     * @param ahead where the end is not known: how many pages past the highest known one may be asked for at once
     * @param maxLostInARow how many pages in a row may be lost before one that is known to be good is asked for
     * @param probePercent how many of the pages are asked once more at the end
     * @param redo is told from which page on all are asked again, before they are
     */
    public NumberedPlan(Source source, int ahead, int maxLostInARow, double probePercent, IntConsumer redo) {
        this.source = source;
        this.maxLostInARow = maxLostInARow;
        this.redo = redo;
        verification = new Verification(probePercent);
        frontier = new Frontier(totals, pages, lacking, refusals, copies, ahead);
    }

    @Override
    public synchronized @Nullable PageTask first() {
        if (stopped || pages.has(1)) {
            return null;
        }
        return hand(task(1, Purpose.RECORDS));
    }

    @Override
    public synchronized boolean isUnderWay() {
        return pages.has(1) && !stopped;
    }

    /** For those that must not wait: whether {@link #next} would return a page at once. Leaves the page for it. */
    synchronized boolean isReady() {
        PageTask page = stopped || concluded ? null : ready();
        if (page != null) {
            queue.addFirst(page);
        }
        return page != null;
    }

    private PageTask task(int page, Purpose purpose) {
        return source.page(page, purpose, stride > 0 ? stride : source.size());
    }

    /** Where a page's place is counted in records, a page is as large as the first one really was. */
    @Override
    public synchronized Announced sized(PageTask task, Announced announced, int rows) {
        if (!source.pagination().isByRecords()) {
            return announced;
        }
        // The size that the API says may be the one that was asked for, and not the one that it gives.
        return announced.withLimit(stride > 0 ? stride : task.page() == 1 && rows > 0 ? rows : source.size());
    }

    @Override
    @Nullable
    PageTask ready() {
        if (knownGood > 0) {
            return open.containsKey(knownGood) ? null : task(knownGood, Purpose.PROBE);
        }
        if (open.values().stream().anyMatch(page -> page.purpose() == Purpose.FAR)) {
            return null;
        }
        if (copies.needsFar(totals.areKnown())) {
            return task(2 * Math.max(copies.first(), pages.highest()) + 1000, Purpose.FAR);
        }
        if (!again.isEmpty()) {
            return task(again.pollFirst(), Purpose.AGAIN);
        }
        if (!queue.isEmpty()) {
            return queue.poll();
        }
        if (!dropped.isEmpty() && refusals.limit(pages.highest()) == null) {
            return task(dropped.pollFirst(), Purpose.RECORDS);
        }
        Integer page = frontier.next(open.isEmpty(), judge);
        while (page != null && open.containsKey(page)) {
            // The last page may have been asked for before its turn.
            page = frontier.next(open.isEmpty(), judge);
        }
        return page == null ? null : task(page, Purpose.RECORDS);
    }

    @Override
    boolean advance() {
        if (resolveCopies() || secondRound() || proveEnd()) {
            return true;
        }
        return verification.isActive() && verify();
    }

    private boolean resolveCopies() {
        switch (copies.next()) {
            case NONE -> {
                return false;
            }
            case LOWER -> queue.add(task(copies.displaced(), Purpose.RECORDS));
            case HIGHER -> queue.add(task(copies.takeDisplacing(), Purpose.AGAIN));
            case ORIGINALS ->
                copies.originals().stream().sorted().forEach(page -> queue.add(task(page, Purpose.AGAIN)));
            case COPIES -> copies.takeAll().forEach(page -> queue.add(task(page, Purpose.RECORDS)));
            case WRAP -> queue.add(task(copies.first() + 1, Purpose.END));
        }
        return true;
    }

    private boolean secondRound() {
        if (secondRound) {
            return false;
        }
        secondRound = true;
        PageOutcome.Failed limit = refusals.limit(pages.highest());
        Set<Integer> retried = lacking.takeForAnotherTry(pages, limit == null ? Integer.MAX_VALUE : limit.page());
        retried.forEach(page -> queue.add(task(page, Purpose.RECORDS)));
        return !retried.isEmpty();
    }

    private boolean proveEnd() {
        Integer end = frontier.endToProve();
        if (end != null) {
            queue.add(task(end, Purpose.END));
        }
        return end != null;
    }

    private boolean verify() {
        if (verification.mayGrow() && frontier.hasGrown()) {
            verification.grow();
            frontier.grow();
            return true;
        }
        List<Integer> suspects = suspects();
        boolean isCounted = totals.records() >= 0 && totals.agree(pages.rows());
        Collection<Integer> sample = verification.sample(pages.all().boxed().toList(), notable, suspects, isCounted);
        int halfWay = verification.halfWay();
        if (!sample.isEmpty()) {
            probe(sample);
        } else if (halfWay > 0) {
            probe(List.of(halfWay));
        } else {
            int from = verification.redoFrom();
            if (from > 0) {
                redo.accept(from);
                askAgainFrom(from);
                return true;
            }
            List<Integer> round = verification.round(suspects, totals.agree(pages.rows()));
            probe(round);
            return !round.isEmpty();
        }
        return true;
    }

    private void probe(Collection<Integer> again) {
        verification.asks((int) again.stream().filter(pages::has).count());
        again.forEach(page -> queue.add(task(page, pages.has(page) ? Purpose.PROBE : Purpose.RECORDS)));
    }

    private void askAgainFrom(int from) {
        pages.all().filter(page -> page >= from).forEach(again::add);
        pages.forgetIdentitiesFrom(from);
        lacking.forgetNothingFrom(from);
        frontier.backTo(from);
        verification.sampleAnew();
        changes++;
    }

    /** Pages that hold less than one in their place should, or an id that another page holds, too. */
    private List<Integer> suspects() {
        int full = totals.fullPage();
        Set<Integer> suspects = new TreeSet<>(lacking.empty().headSet(pages.highest()));
        // Where nothing more came at all, the first page tells.
        lacking.empty().tailSet(pages.highest() + 1).stream().findFirst().ifPresent(suspects::add);
        pages.all()
                .filter(page -> (page < pages.highest() && pages.rowsOf(page) < full) || verification.isSharing(page))
                .forEach(suspects::add);
        return new ArrayList<>(suspects);
    }

    @Override
    public synchronized Judgement judge(PageTask task, Answer answer) {
        return judge.of(task, answer);
    }

    @Override
    public synchronized Judgement judgeProbe(PageTask task, Change change, Answer answer) {
        return judge.ofProbe(task, change, answer);
    }

    @Override
    public synchronized @Nullable Judgement judgeAbsent(PageTask task) {
        return judge.ofAbsent(task);
    }

    @Override
    public synchronized boolean settle(PageOutcome outcome) {
        PageTask task = open.remove(outcome.page());
        boolean unreachable = take(outcome, task == null ? Purpose.RECORDS : task.purpose());
        judge.settled(outcome.page());
        notifyAll();
        return unreachable;
    }

    private boolean take(PageOutcome outcome, Purpose purpose) {
        int page = outcome.page();
        if (outcome instanceof PageOutcome.Stored stored) {
            stored(stored, purpose);
            reached(page);
        } else if (outcome instanceof PageOutcome.Ended ended) {
            totals.announced(ended.announced(), 0);
            lacking.ended(page);
            copies.wraps(copies.isRepeating() && page == copies.first() + 1 && judge.hasWrapped());
        } else if (outcome instanceof PageOutcome.Empty none) {
            totals.announced(none.announced(), 0);
            changes += pages.has(page) ? 1 : 0;
            pages.remove(page);
            lacking.empty(page);
            verification.cleared(page);
        } else if (outcome instanceof PageOutcome.Copied copy) {
            totals.announced(copy.announced(), 1);
            changes += pages.has(page) ? 1 : 0;
            pages.remove(page);
            copies.add(page, copy.of());
        } else if (outcome instanceof PageOutcome.Probed probed) {
            totals.announced(probed.announced(), 1);
            totals.repeated(probed.announced(), 1);
            verification.seen(page, probed.change());
            reached(page);
        } else if (outcome instanceof PageOutcome.Far far) {
            copies.far(far.answer());
        } else if (outcome instanceof PageOutcome.EndUnknown unknown) {
            endUnknown = unknown.message();
        } else if (outcome instanceof PageOutcome.Dropped) {
            dropped.add(page);
        } else if (outcome instanceof PageOutcome.Failed failure) {
            return failed(failure, purpose);
        }
        return false;
    }

    private void stored(PageOutcome.Stored page, Purpose purpose) {
        if (source.pagination().isByRecords() && stride == 0 && page.rows() > 0) {
            stride = page.announced().limit() > 0 ? page.announced().limit() : page.rows();
        }
        frontier.stored(page.page());
        boolean news = totals.stored(page.page(), page.rows(), page.announced());
        if (news || seam) {
            note(latest);
        }
        if (seam) {
            note(page.page());
            seam = false;
        }
        latest = page.page();
        pages.put(page.page(), page.rows(), page.identity());
        again.remove(page.page());
        copies.remove(page.page());
        refusals.stored(page.page());
        if (lacking.stored(page.page(), page.rows())) {
            frontier.backTo(page.page() + 1);
        }
        if (purpose == Purpose.PROBE) {
            totals.repeated(page.announced(), page.rows());
            verification.seen(page.page(), Change.GROWN);
        }
        changes++;
    }

    private void note(int page) {
        if (page > 0 && notable.size() < MAX_NOTABLE) {
            notable.add(page);
        }
    }

    private boolean failed(PageOutcome.Failed page, Purpose purpose) {
        if (purpose == Purpose.PROBE) {
            // It was there before: where three such are lost in a row, the API is gone.
            verification.failed(page.page());
            boolean good = page.page() == knownGood;
            knownGood = good ? 0 : knownGood;
            lostInARow = page.unreachable() ? lostInARow + 1 : 0;
            return page.unreachable() && (good || lostInARow >= maxLostInARow);
        }
        // What is stored of it may be another page's, or has moved.
        changes += pages.has(page.page()) ? 1 : 0;
        pages.remove(page.page());
        lacking.failed(page);
        refusals.failed(page);
        lostInARow = page.unreachable() ? lostInARow + 1 : 0;
        if (secondRound || lostInARow < maxLostInARow) {
            return false;
        }
        lostInARow = 0;
        // Some pages that fail are some pages that fail: whether the API is gone shows one that came before.
        knownGood = pages.highest();
        return knownGood == 0;
    }

    private void reached(int page) {
        lostInARow = 0;
        knownGood = page == knownGood ? 0 : knownGood;
        mustBeSame = page == mustBeSame ? 0 : mustBeSame;
    }

    @Override
    public synchronized void resume(PageOutcome fact) {
        if (fact instanceof PageOutcome.Stored || fact instanceof PageOutcome.Ended) {
            take(fact, Purpose.RECORDS);
            concluded = false;
        }
    }

    @Override
    public synchronized void resumeFailed(PageOutcome.Failed page) {
        refusals.failedEarlier(page);
    }

    @Override
    public synchronized @Nullable String limit() {
        PageOutcome.Failed limit = refusals.limit(pages.highest());
        return limit == null
                ? null
                : "the API refuses page %d and all after it (%s): it seems to allow no more than %s in one listing. Extract it in slices: one run for each value of a filter in API_ENDPOINT, such as a region or a month"
                        .formatted(limit.page(), limit.message(), count(pages.rows(), "record"));
    }

    @Override
    public synchronized boolean isPastLimit(PageTask task) {
        PageOutcome.Failed limit = refusals.limit(pages.highest());
        return limit != null
                && task.purpose() == Purpose.RECORDS
                && task.page() > limit.page()
                && task.page() != frontier.firm();
    }

    @Override
    public synchronized void resumeWithout(int page) {
        pages.remove(page);
    }

    @Override
    public synchronized void resumeRedo(int from) {
        askAgainFrom(from);
        verification.redo(from);
    }

    @Override
    public synchronized void resumeSession() {
        seam = true;
        if (!concluded) {
            // And so may its end.
            lacking.forgetNothingFrom(pages.highest() + 1);
        }
    }

    @Override
    public synchronized void resumeConcluded() {
        concluded = true;
    }

    @Override
    public synchronized void checkFirst() {
        knownGood = pages.highest();
        mustBeSame = knownGood;
    }

    @Override
    public synchronized int mustBeSame() {
        return mustBeSame;
    }

    @Override
    public synchronized boolean isIdentical(int page, long identity) {
        return pages.has(page) && pages.identityOf(page) == identity;
    }

    /** Whether a page that is empty, or refused, can only mean that the pages end before it. */
    boolean isBehindNothing(int page) {
        int highest = pages.highest();
        return page > firm() && (lacking.isNothingBetween(highest, page) || judge.isDoubtedBetween(highest, page));
    }

    @Override
    public synchronized boolean willAskAgain(PageOutcome.Failed page) {
        return !secondRound && !stopped && !Lacking.isFinal(page) && refusals.limit(pages.highest()) == null;
    }

    @Override
    public synchronized boolean examine(Set<Integer> sharingIds) {
        if (concluded) {
            return true;
        }
        if (!repeatsAsked && !copies.areData() && !pages.repeats().isEmpty()) {
            // Of an earlier session, mostly: whichever is wrong, both are asked for.
            repeatsAsked = true;
            again.addAll(pages.repeats());
            return false;
        }
        boolean undecided = !copies.pages().isEmpty() && !copies.isRepeating();
        if (!lacking.missing(pages).isEmpty() || undecided || changes == examinedChanges) {
            concluded = true;
            return true;
        }
        examinedChanges = changes;
        frontier.bind();
        verification.begin(sharingIds);
        return false;
    }

    @Override
    public synchronized int changes() {
        return changes;
    }

    @Override
    public synchronized int expected() {
        return frontier.expected();
    }

    /** The last page on which all agree; 0 where none is announced. */
    int firm() {
        return frontier.firm();
    }

    @Override
    public synchronized boolean has(int page) {
        return pages.has(page);
    }

    @Override
    public synchronized boolean isEndProven() {
        return frontier.isEndProven();
    }

    /** Whether nothing is left to ask for. */
    public synchronized boolean isWhole() {
        return concluded && lacking.missing(pages).isEmpty();
    }

    @Override
    public synchronized boolean isStored() {
        return pages.has(1) && lacking.missing(pages).isEmpty() && notStored().isEmpty();
    }

    /** The pages that the run has to have, as far as is known, and that are not stored. */
    public synchronized List<Integer> notStored() {
        return IntStream.rangeClosed(1, expected())
                .filter(page -> !pages.has(page) && !lacking.isEmpty(page))
                .boxed()
                .toList();
    }

    @Override
    public synchronized List<String> announcements() {
        return totals.changes();
    }

    @Override
    public synchronized Extent extent() {
        int known = totals.areKnown() ? expected() : -1;
        return new Extent(pages.count(), known, pages.rows(), totals.records(), lacking.failures());
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
        return new Probed(verification.answered(), verification.asked());
    }

    @Override
    public synchronized List<Difference> differences() {
        return new Differences(this, verification, lacking.empty(), endUnknown).list();
    }

    /** The name of the parameter that holds the page's number. */
    String pageParameter() {
        return String.valueOf(source.pagination().param());
    }
}
