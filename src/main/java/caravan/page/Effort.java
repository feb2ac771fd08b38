package caravan.page;

import java.util.Map;

/**
 * What it took to get a page, over all its attempts so far.
 *
 * @param page its number
 * @param attempts the first one included
 * @param requests how many were sent: an attempt sends a second one after a fresh login
 * @param millis since the first attempt
 * @param retries how many, by the short name of their cause
 */
public record Effort(int page, int attempts, int requests, long millis, Map<String, Integer> retries) {}
