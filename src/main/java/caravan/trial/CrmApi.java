package caravan.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Answers each request at its path: pages, login, statistics, truth. Thread-safe. */
final class CrmApi implements LoopbackServer.Handler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatorOptions options;
    private final Tally tally = new Tally();
    private final Tokens tokens;
    private final FaultPlan plan;
    private final Paging paging;
    private final Listing listing;
    private final Customers customers;
    private final Addressing addressing;
    private final PageBodies bodies;
    private final Misbehaviour misbehaviour;
    private final Throttle throttle;
    private final Login login;
    private final boolean gzip;
    private final AtomicLong cookies = new AtomicLong();

    CrmApi(SimulatorOptions options) {
        this.options = options;
        this.tokens = new Tokens(options);
        this.paging =
                new Paging(options.limit, options.maxLimit, options.firstPageShort && options.style != Style.NONE);
        long records = options.records >= 0 ? options.records : paging.records(options.pages);
        this.plan = new FaultPlan(
                options.faults,
                options.seed,
                options.style == Style.NONE ? 1 : paging.pages(records, paging.limit(options.limit)),
                options.clock);
        this.addressing = new Addressing(options, paging, plan);
        this.listing = new Listing(records, paging, plan);
        this.customers = new Customers(options.seed, records, paging, plan.wholeRun());
        this.gzip = options.gzip || plan.has(FaultKind.GZIP);
        this.bodies = new PageBodies(options, customers, paging, addressing, plan, gzip);
        if (options.premade) {
            bodies.premake(records);
        }
        this.misbehaviour = new Misbehaviour(bodies, tokens, tally, options);
        this.throttle = new Throttle(options);
        this.login = new Login(options, tokens, tally, plan.loginsRefused());
    }

    boolean redirects() {
        return plan.has(FaultKind.REDIRECT);
    }

    /** Where the fault {@code redirect} points to. */
    void redirectTo(String base) {
        misbehaviour.redirectTo(base);
    }

    Stats stats() {
        return tally.stats();
    }

    void truth(String missing, OutputStream out) throws IOException {
        new Truth(customers, listing.atLast(), missing).write(out);
    }

    @Override
    public void handle(WireRequest request, Connection connection) throws IOException {
        String path = request.path();
        boolean page = path.equals(options.path);
        boolean loginPath = path.equals("/login");
        String method = loginPath || (page && options.post) ? "POST" : "GET";
        if (!page && !loginPath && !path.equals("/__stats") && !path.equals("/__truth")) {
            refuse(Reply.error(404, "there is nothing at this path"), request, connection);
        } else if (!request.method().equals(method)) {
            refuse(Reply.error(405, "only " + method + " is allowed here").with("Allow", method), request, connection);
        } else if (page) {
            tally.arrived();
            try {
                page(request, connection);
            } finally {
                tally.left();
            }
        } else if (loginPath) {
            connection.send(login.answer(request));
        } else if (path.equals("/__stats")) {
            connection.send(new Reply(200, Reply.JSON, "", JSON.writeValueAsBytes(stats())));
        } else {
            Reply head = new Reply(200, "text/csv; charset=utf-8", "", new byte[0]);
            try (OutputStream out = new BufferedOutputStream(connection.sendChunked(head), 1 << 16)) {
                truth(request.parameter("missing", "N/A"), out);
            }
        }
    }

    private static void refuse(Reply reply, WireRequest request, Connection connection) throws IOException {
        if (request.method().equals("HEAD")) {
            connection.sendHead(reply);
        } else {
            connection.send(reply);
        }
    }

    private void page(WireRequest request, Connection connection) throws IOException {
        long page = addressing.asked(request, listing.now()).page();
        if (page > 0) {
            tally.page(page);
        }
        String token = request.bearer();
        if (token != null) {
            tally.token(token);
        }
        if (!tokens.accepts(token)) {
            answer(
                    Reply.error(401, "the token is missing, wrong or expired").with("WWW-Authenticate", "Bearer"),
                    connection);
            return;
        }
        RateLimit.Grant grant = throttle.ask();
        if (grant != null && !grant.granted()) {
            tally.refused();
            answer(throttle.refusal(grant), connection);
            return;
        }
        if (page < 1) {
            answer(Reply.error(400, "there can be no such page"), connection);
            return;
        }
        Misbehaviour.pause(options.latency);
        Order order = listing.visibleTo(page);
        Addressing.Asked asked = addressing.asked(request, order);
        Fault outage = plan.outage(page);
        if (outage != null) {
            tally.fault(outage.name());
            misbehaviour.answer(outage, PageBodies.View.of(asked, order, null), request, connection);
            return;
        }
        boolean isPastEnd = PageBodies.View.of(asked, order, null).start(paging) >= order.count();
        if (isPastEnd && plan.has(FaultKind.PAST_END_404)) {
            tally.fault(FaultKind.PAST_END_404.scriptName());
            answer(Reply.error(404, "there is no such page"), connection);
            return;
        }
        FaultPlan.Strike strike = plan.next(page);
        if (strike.metadata() != null) {
            tally.fault(strike.metadata().scriptName());
        }
        PageBodies.View view = always(PageBodies.View.of(asked, order, strike.metadata()), isPastEnd);
        if (strike.fault() != null) {
            tally.fault(strike.fault().name());
            misbehaviour.answer(strike.fault(), view, request, connection);
        } else {
            answer(withCookies(throttle.tell(ordinary(view, request), grant)), connection);
        }
    }

    /** What the whole run does to pages. */
    private PageBodies.View always(PageBodies.View view, boolean isPastEnd) {
        long last = paging.pages(view.order().count(), view.limit());
        if (plan.has(FaultKind.IGNORE_PAGE)) {
            return view.withDataOf(1);
        }
        if (plan.has(FaultKind.CLAMP) && isPastEnd) {
            return view.withDataOf(last);
        }
        if (plan.has(FaultKind.WRAP) && last > 0) {
            return view.withDataOf((view.page() - 1) % last + 1);
        }
        return plan.has(FaultKind.HALF_PAGES) ? view.with(PageBodies.Data.HALF) : view;
    }

    private Reply withCookies(Reply reply) {
        if (!plan.has(FaultKind.COOKIES)) {
            return reply;
        }
        Reply with = reply;
        long answers = cookies.getAndAdd(60);
        for (long i = answers; i < answers + 60; i++) {
            with = with.with("Set-Cookie", "c" + i + "=" + "x".repeat(900));
        }
        return with;
    }

    private Reply ordinary(PageBodies.View view, WireRequest request) {
        boolean packed = gzip && request.accepts("gzip");
        // A premade body is gzipped when gzip is on: it cannot serve a client that does not take it.
        byte[] premade = packed == gzip ? bodies.premade(view) : null;
        byte[] body = premade != null ? premade : packed ? PageBodies.gzip(bodies.render(view)) : bodies.render(view);
        Reply reply = bodies.reply(view, body);
        return packed ? reply.with("Content-Encoding", "gzip") : reply;
    }

    private void answer(Reply reply, Connection connection) throws IOException {
        tally.answered(reply.status());
        connection.send(reply);
    }

    /** The other host of the fault {@code redirect}: it serves the page to anybody, like a signed link. */
    void handleElsewhere(WireRequest request, Connection connection) throws IOException {
        tally.elsewhere(!request.header("authorization").isEmpty());
        Order order = listing.atFirst();
        PageBodies.View view = PageBodies.View.of(addressing.asked(request, order), order, null);
        connection.send(bodies.reply(view, bodies.render(view)));
    }
}
