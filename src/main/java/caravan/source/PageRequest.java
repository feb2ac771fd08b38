package caravan.source;

import java.net.URI;

/**
 * One page to ask for.
 *
 * @param page its number, counted from 1
 * @param uri where it is, query included; never a secret
 */
public record PageRequest(int page, URI uri) {}
