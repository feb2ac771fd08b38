package caravan.run;

import java.time.Duration;

/**
 * How far a run goes to prove its file, and until when it is resumed.
 *
 * @param ahead where the end is not known: how many pages past the highest known one may be asked for at once
 * @param maxLostInARow how many pages in a row may be lost before one that is known to be good is asked for
 * @param probePercent how many of the pages are requested once more at the end
 * @param accept which differences are no reason to fail
 * @param maxShrink how many percent fewer records than last time are not yet a difference
 * @param resumeWithin how long after its last stored page a run is resumed
 */
public record RunRules(
        int ahead,
        int maxLostInARow,
        double probePercent,
        Acceptance accept,
        double maxShrink,
        Duration resumeWithin) {}
