package caravan.trial;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A script made certain by a seed: which attempt at which page meets which fault. Depends on the page and on how often it
 * was asked for, never on other pages, so that any order of requests meets the same. Thread-safe.
 */
final class FaultPlan {
    private static final int MOST_BY_CHANCE = 3;
    // A client that asks twice more and gets the same doubtful answer may take it for true.
    private static final int MOST_DOUBTFUL_BY_CHANCE = 2;
    private static final int CHOICE_OF_PAGE = 70;

    private final long seed;
    private final List<FaultScript.Clause> exclusive = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final List<FaultScript.Clause> metadata = new ArrayList<>();
    private final Map<FaultKind, Long> wholeRun = new EnumMap<>(FaultKind.class);
    private final Map<Long, PageState> states = new ConcurrentHashMap<>();

    /** What meets one request; both faults may be null. */
    record Strike(Fault fault, FaultKind metadata) {}

    /** @param clock tells how long outages last */
    FaultPlan(FaultScript script, long seed, long pages, InstantSource clock) {
        this.seed = seed;
        for (FaultScript.Clause clause : script.clauses()) {
            FaultScript.Clause placed = clause.pages() == null ? place(clause, pages) : clause;
            if (Outage.isOne(clause.kind())) {
                outages.add(new Outage(placed, clock));
            } else if (clause.kind().group().isExclusive()) {
                exclusive.add(placed);
            } else if (clause.kind().group() == FaultKind.Group.METADATA) {
                metadata.add(placed);
            } else if (clause.kind() == FaultKind.LOGIN_503) {
                wholeRun.put(clause.kind(), (long) clause.attempts());
            } else {
                wholeRun.put(clause.kind(), placed.pages().firstPage());
            }
        }
    }

    /** Never page 1 if there is another: a fault in the middle of a run is the ordinary case. */
    private FaultScript.Clause place(FaultScript.Clause clause, long pages) {
        long hash = Chance.of(seed, CHOICE_OF_PAGE, clause.fault().name().hashCode());
        long page = pages < 2 ? 1 : 2 + Chance.below((int) Math.min(pages - 1, Integer.MAX_VALUE), hash);
        return new FaultScript.Clause(
                clause.text(), clause.fault(), clause.share(), clause.attempts(), clause.window(), PageRanges.of(page));
    }

    boolean has(FaultKind kind) {
        return wholeRun.containsKey(kind) || exclusive.stream().anyMatch(clause -> clause.kind() == kind);
    }

    long loginsRefused() {
        return wholeRun.getOrDefault(FaultKind.LOGIN_503, 0L);
    }

    /** The faults of the dataset and of the whole run, each with its page. */
    Map<FaultKind, Long> wholeRun() {
        return wholeRun;
    }

    /** What every page is answered with now; null when there is no outage. */
    Fault outage(long page) {
        return outages.stream()
                .filter(outage -> outage.strikes(page))
                .findFirst()
                .map(Outage::fault)
                .orElse(null);
    }

    /** What meets the next attempt at a page. */
    Strike next(long page) {
        if (exclusive.isEmpty() && metadata.isEmpty()) {
            return new Strike(null, null);
        }
        return states.computeIfAbsent(page, PageState::new).next();
    }

    /** How far one page has come. */
    private final class PageState {
        private final long page;
        private final int[] used = new int[exclusive.size()];
        private final int[] usedMetadata = new int[metadata.size()];
        private int attempt;
        private int hits;
        private int doubtful;

        PageState(long page) {
            this.page = page;
        }

        synchronized Strike next() {
            attempt++;
            FaultScript.Clause hit = strike(exclusive, used);
            if (hit != null) {
                hits++;
                doubtful += hit.kind().isDoubtful() ? 1 : 0;
            }
            FaultScript.Clause shape = strike(metadata, usedMetadata);
            return new Strike(hit == null ? null : hit.fault(), shape == null ? null : shape.kind());
        }

        private FaultScript.Clause strike(List<FaultScript.Clause> clauses, int[] spent) {
            for (int i = 0; i < clauses.size(); i++) {
                FaultScript.Clause clause = clauses.get(i);
                if (clause.pages().contains(page)
                        && (clause.share() > 0 ? byChance(clause) : spent[i]++ < clause.attempts())) {
                    return clause;
                }
            }
            return null;
        }

        private boolean byChance(FaultScript.Clause clause) {
            long draw = Chance.of(seed ^ clause.fault().name().hashCode(), page, attempt);
            return hits < MOST_BY_CHANCE
                    && !(clause.kind().isDoubtful() && doubtful >= MOST_DOUBTFUL_BY_CHANCE)
                    && Chance.share(draw) < clause.share();
        }
    }
}
