package caravan.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what is served. Thread-safe. */
final class Tally {
    private final long start = System.nanoTime();
    private final Map<String, Long> byStatus = new TreeMap<>();
    private final Map<String, Long> byFault = new TreeMap<>();
    private final Map<Long, Long> byPage = new TreeMap<>();
    private final Set<String> tokens = new HashSet<>();
    private final List<Long> perSecond = new ArrayList<>();
    private long pageRequests;
    private long logins;
    private long refusedLogins;
    private long refused;
    private long first = -1;
    private long last = -1;
    private int atWork;
    private int highest;
    private long redirectsFollowed;
    private long leakedTokens;

    synchronized void arrived() {
        long now = (System.nanoTime() - start) / 1_000_000;
        pageRequests++;
        first = first < 0 ? now : first;
        last = now;
        int second = (int) ((now - first) / 1000);
        while (perSecond.size() <= second) {
            perSecond.add(0L);
        }
        perSecond.set(second, perSecond.get(second) + 1);
        atWork++;
        highest = Math.max(highest, atWork);
    }

    synchronized void left() {
        atWork--;
    }

    synchronized void page(long page) {
        byPage.merge(page, 1L, Long::sum);
    }

    synchronized void token(String token) {
        tokens.add(token);
    }

    synchronized void answered(int status) {
        byStatus.merge(status == 0 ? "none" : Integer.toString(status), 1L, Long::sum);
    }

    synchronized void fault(String name) {
        byFault.merge(name, 1L, Long::sum);
    }

    synchronized void refused() {
        refused++;
    }

    /** How many logins there were before this one. */
    synchronized long login(boolean granted) {
        long before = logins + refusedLogins;
        if (granted) {
            logins++;
        } else {
            refusedLogins++;
        }
        return before;
    }

    synchronized void elsewhere(boolean withToken) {
        redirectsFollowed++;
        leakedTokens += withToken ? 1 : 0;
    }

    synchronized Stats stats() {
        return new Stats(
                pageRequests,
                Collections.unmodifiableMap(new TreeMap<>(byStatus)),
                Collections.unmodifiableMap(new TreeMap<>(byFault)),
                Collections.unmodifiableMap(new TreeMap<>(byPage)),
                logins,
                refusedLogins,
                tokens.size(),
                refused,
                first,
                last,
                highest,
                List.copyOf(perSecond),
                redirectsFollowed,
                leakedTokens);
    }
}
