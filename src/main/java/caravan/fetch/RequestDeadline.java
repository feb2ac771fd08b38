package caravan.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Ends a request that has not been answered to the last byte of its body in time.
 *
 * <p>The client's own timeouts bound the silence between two bytes, so that a body that drips would pass them all. This
 * one counts from the request to the end of the body. What the reader then gets is a {@link SocketTimeoutException}.
 */
public final class RequestDeadline implements AutoCloseable {
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Timed> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public RequestDeadline(Duration timeout) {
        this.timeout = timeout;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Sets it for all requests of a client. */
    public void configure(HttpClientBuilder client) {
        client.addExecInterceptorFirst("deadline", this::execute);
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Timed timed = new Timed((Cancellable) scope.originalRequest);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                timed.done();
            } else {
                response.setEntity(new TimedEntity(entity, timed));
            }
            return response;
        } catch (IOException e) {
            timed.done();
            throw timed.explain(e);
        } catch (HttpException | RuntimeException e) {
            timed.done();
            if (timed.rang) {
                // A request that is cancelled at an unlucky moment fails in the client's own state checks.
                throw timed.explain(new IOException(e));
            }
            throw e;
        }
    }

    /** Ends all requests that are under way, and any that is begun from now on. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Timed::ring);
        timer.shutdownNow();
    }

    /** The request was ended because the run is being stopped; not for want of time. */
    static final class EndedException extends InterruptedIOException {
        EndedException() {
            super("the request was ended");
        }
    }

    /** One running clock. */
    private final class Timed {
        private final Cancellable request;
        private final Future<?> alarm;
        private volatile boolean rang;

        Timed(Cancellable request) throws EndedException {
            this.request = request;
            underWay.add(this);
            try {
                alarm = timer.schedule(this::ring, timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                underWay.remove(this);
                throw new EndedException();
            }
        }

        void ring() {
            rang = true;
            request.cancel();
        }

        void done() {
            underWay.remove(this);
            alarm.cancel(false);
        }

        IOException explain(IOException thrown) {
            if (closed) {
                return new EndedException();
            }
            return rang || thrown instanceof SocketTimeoutException
                    ? new SocketTimeoutException(
                            "no complete answer within %s s (REQUEST_TIMEOUT)".formatted(timeout.toMillis() / 1000.0))
                    : thrown;
        }
    }

    private static final class TimedEntity extends HttpEntityWrapper {
        private final Timed timed;

        TimedEntity(HttpEntity entity, Timed timed) {
            super(entity);
            this.timed = timed;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new TimedStream(super.getContent(), timed);
        }
    }

    private static final class TimedStream extends FilterInputStream {
        private final Timed timed;

        TimedStream(InputStream in, Timed timed) {
            super(in);
            this.timed = timed;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw timed.explain(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = in.read(buffer, offset, length);
                if (timed.rang) {
                    // A cancelled body of unknown length may end like a complete one.
                    throw new IOException("cancelled");
                }
                return count;
            } catch (IOException e) {
                throw timed.explain(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                in.close();
            } finally {
                timed.done();
            }
        }
    }
}
