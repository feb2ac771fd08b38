package caravan.report;

import caravan.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param run null for one that could not begin
 * @param isBusy whether that was because another one of its source is under way in this process
 * @param report null where there is none
 */
public record Ended(
        @Nullable Run run,
        Outcome outcome,
        boolean isBusy,
        @Nullable ReportPage page,
        @Nullable RunReport report) {}
