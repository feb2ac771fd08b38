package caravan.page;

import java.net.URI;

/**
 * One page to ask for.
 *
 * @param page its number, counted from 1
 * @param uri where it is, query included; never a secret
 * @param pastEnd whether it should not be there: it is asked once, at the end, to see that nothing follows the last page
 */
public record PageTask(int page, URI uri, boolean pastEnd) {}
