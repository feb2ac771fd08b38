package caravan.trial;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a {@link CrmSimulator} behaves: 125 healthy pages of 1,000 records unless told otherwise. Each setter returns the
 * same object, which is not thread-safe and must not change after the start.
 */
public final class SimulatorOptions {
    /** How a refused request learns when to come back. */
    public enum RetryAfter {
        /** Not at all. */
        NONE,
        /** In whole seconds, at least 1. */
        SECONDS,
        /** As an HTTP-date. */
        DATE
    }

    int port;
    String path = "/api/v1/customers";
    Style style = Style.PAGE_NUMBER;
    String recordsPath = "data";
    String record = "";
    boolean post;
    long pages = 125;
    long records = -1;
    int limit = 1000;
    int maxLimit = Integer.MAX_VALUE;
    boolean firstPageShort;
    long seed = 1;
    FaultScript faults = FaultScript.none();
    String token = "demo-token";
    String username = "demo";
    String password = "demo-password";
    Duration tokenLifetime = Duration.ofHours(1);
    Duration latency = Duration.ZERO;
    Duration slowness = Duration.ofSeconds(1);
    double rate;
    int burst = 10;
    RetryAfter retryAfter = RetryAfter.SECONDS;
    boolean rateHeaders;
    boolean gzip;
    boolean premade;
    InstantSource clock = InstantSource.system();

    /** The port on 127.0.0.1; 0 takes a free one. */
    public SimulatorOptions port(int value) {
        port = value;
        return this;
    }

    /** Where the pages are; {@code /api/v1/customers} unless told otherwise. */
    public SimulatorOptions path(String value) {
        path = value;
        return this;
    }

    /** How pages are asked for. */
    public SimulatorOptions style(Style value) {
        style = value;
        return this;
    }

    /** Where the list of records is: names with dots between; empty: the answer is the list, and headers tell the totals. */
    public SimulatorOptions recordsPath(String value) {
        recordsPath = value;
        return this;
    }

    /** The member of each item that is the record; empty: the item itself. */
    public SimulatorOptions record(String value) {
        record = value;
        return this;
    }

    /** Pages are asked for by POST, with parameters in a JSON body. */
    public SimulatorOptions post(boolean value) {
        post = value;
        return this;
    }

    boolean isWrapped() {
        return !record.isEmpty();
    }

    /** So many pages of the default size, all of them full. */
    public SimulatorOptions pages(long value) {
        pages = value;
        records = -1;
        return this;
    }

    /** So many records, whatever pages they make. */
    public SimulatorOptions records(long value) {
        records = value;
        return this;
    }

    /** Records a page where the client asks for no limit, and the size by which pages of a script are meant. */
    public SimulatorOptions limit(int value) {
        limit = value;
        return this;
    }

    /** The most records a page, however many are asked for. */
    public SimulatorOptions maxLimit(int value) {
        maxLimit = value;
        return this;
    }

    /** Page 1 holds only four fifths of a page. */
    public SimulatorOptions firstPageShort(boolean value) {
        firstPageShort = value;
        return this;
    }

    /** Decides records, and which requests a fault meets. */
    public SimulatorOptions seed(long value) {
        seed = value;
        return this;
    }

    /** What goes wrong. */
    public SimulatorOptions faults(FaultScript value) {
        faults = value;
        return this;
    }

    /** What goes wrong, as {@link FaultScript#parse} reads it. */
    public SimulatorOptions faults(String script) {
        return faults(FaultScript.parse(script));
    }

    /** A bearer token that is accepted without a login and does not age. */
    public SimulatorOptions token(String value) {
        token = value;
        return this;
    }

    /** Who may log in. */
    public SimulatorOptions login(String user, String secret) {
        username = user;
        password = secret;
        return this;
    }

    /** How long a token from a login is valid; told in whole seconds. */
    public SimulatorOptions tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    /** The least time a page takes. */
    public SimulatorOptions latency(Duration value) {
        latency = value;
        return this;
    }

    /** How long the fault {@code slow} takes; a second unless told otherwise. */
    public SimulatorOptions slowness(Duration value) {
        slowness = value;
        return this;
    }

    /** Refuses more than so many pages a second with 429, after a first {@code burst}; 0 refuses none. */
    public SimulatorOptions rate(double perSecond, int most) {
        rate = perSecond;
        burst = most;
        return this;
    }

    /** What a 429 of the rate says about when to come back. */
    public SimulatorOptions retryAfter(RetryAfter value) {
        retryAfter = value;
        return this;
    }

    /** Tells limit, remaining and reset in RateLimit-* (reset in seconds) and X-RateLimit-* (reset as epoch seconds). */
    public SimulatorOptions rateHeaders(boolean value) {
        rateHeaders = value;
        return this;
    }

    /** Gzips bodies for a client that accepts it. */
    public SimulatorOptions gzip(boolean value) {
        gzip = value;
        return this;
    }

    /** Makes all pages of the default size before the start: about 240 kB of heap for 1,000 records. */
    public SimulatorOptions premade(boolean value) {
        premade = value;
        return this;
    }

    SimulatorOptions clock(InstantSource value) {
        clock = value;
        return this;
    }
}
