package caravan.fetch;

import caravan.auth.TokenSource;
import caravan.source.Source;

/** A source, and the right to ask it. */
public record Access(Source source, TokenSource tokens) {}
