package caravan.trial;

import java.util.List;
import java.util.Map;

/**
 * What a {@link CrmSimulator} has served up to one moment. Immutable. Every GET of the pages' path is a page request,
 * whatever became of it.
 *
 * @param pageRequests all page requests
 * @param byStatus page requests by the status of their answer; {@code none} where no status was sent
 * @param byFault page requests, and logins, by the fault of the script that met them
 * @param byPage requests by page number, those refused for their token or rate among them
 * @param logins tokens issued
 * @param refusedLogins logins with a wrong name or password, and those that the script refused
 * @param distinctTokens different bearer tokens seen
 * @param refused page requests refused by the rate
 * @param firstRequestMillis time of the first page request, in milliseconds since the start; -1 if there was none
 * @param lastRequestMillis the same for the last one
 * @param highestConcurrency most page requests at work at one moment
 * @param requestsPerSecond page requests in each second, counted from the first one
 * @param redirectsFollowed requests to the other host of the fault {@code redirect}
 * @param leakedTokens those of them that carried an Authorization header
 */
public record Stats(
        long pageRequests,
        Map<String, Long> byStatus,
        Map<String, Long> byFault,
        Map<Long, Long> byPage,
        long logins,
        long refusedLogins,
        int distinctTokens,
        long refused,
        long firstRequestMillis,
        long lastRequestMillis,
        int highestConcurrency,
        List<Long> requestsPerSecond,
        long redirectsFollowed,
        long leakedTokens) {}
