package caravan.page;

import java.net.URI;

/**
 * One page to request. Plain data: all that whoever requests it has to know, and never a secret.
 *
 * @param source the name of the source it is of
 * @param page its number, counted from 1
 * @param uri where it is, query included
 * @param pastEnd whether it should not be there: it is requested once, at the end, to see that nothing follows the last page
 */
public record PageTask(String source, int page, URI uri, boolean pastEnd) {}
