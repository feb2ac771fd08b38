package caravan.report;

import caravan.auth.Secrets;
import caravan.run.RequestCounts;
import caravan.run.Run;
import caravan.run.StopReason;
import caravan.store.LedgerLine;
import caravan.store.Reconciliation;
import caravan.store.RunStats;
import caravan.text.Numbers;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a run, as the JSON beside the CSV has it; {@link ReportText} says the same to people. The groups are for
 * Java only: in the JSON their members stand in one flat object, in this order. No group may have the name of a member, or
 * Jackson takes the member for the group when it reads.
 *
 * @param recordsIngested how many records are stored
 */
public record RunReport(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Ending ending,
        @JsonUnwrapped Pages pages,
        @JsonUnwrapped Retries retries,
        @JsonUnwrapped Traffic traffic,
        long recordsIngested,
        @JsonUnwrapped Session session,
        @JsonUnwrapped Content content,
        @JsonUnwrapped Csv csv,
        @JsonUnwrapped Times times) {
    static final String RUNNING = "running";
    static final int NONE_YET = -1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Which run of which source it is. */
    public record Identity(String run, String source) {}

    /**
     * How the run ended.
     *
     * @param outcome {@link #RUNNING} while it has not
     * @param exitCode {@link #NONE_YET} while it is running
     * @param message why it is not complete and what to do
     */
    public record Ending(
            String outcome, int exitCode, @Nullable String message) {}

    /**
     * What became of the pages.
     *
     * @param failed the pages that could not be fetched, with what they failed of
     */
    public record Pages(
            @JsonProperty("pages_requested") int requested,
            @JsonProperty("successful_pages") int stored,
            @JsonProperty("failed_pages") Map<Integer, String> failed) {}

    public record Retries(
            @JsonProperty("total_retries") int total,
            @JsonProperty("retries_by_cause") Map<String, Integer> byCause) {
        List<Map.Entry<String, Integer>> mostFirst() {
            return byCause.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .toList();
        }
    }

    /**
     * What was asked of the API.
     *
     * @param requests of all sessions
     */
    public record Traffic(
            long requests,
            @JsonProperty("requests_over_time") OverTime overTime,
            int logins) {}

    /**
     * How fast this session asked, and was answered.
     *
     * @param counts how many requests were sent in each span of so many seconds
     * @param meanMillis the mean time until an answer began, of those that did in a span; 0 where none did
     * @param maxMillis the longest such time
     * @param refused how many were refused for coming too fast
     */
    public record OverTime(
            int secondsPerCount, List<Integer> counts, List<Integer> meanMillis, List<Integer> maxMillis, int refused) {
        static OverTime of(RequestCounts.Snapshot requests) {
            return new OverTime(
                    requests.secondsPerCount(),
                    requests.counts(),
                    requests.meanMillis(),
                    requests.maxMillis(),
                    requests.refused());
        }
    }

    /**
     * What belongs to this session alone; a resumed run had others before.
     *
     * @param seconds how long it took
     * @param resumedPages how many of the pages were stored by earlier sessions
     */
    public record Session(@JsonProperty("execution_seconds") double seconds, int resumedPages) {}

    /**
     * What the stored records are like.
     *
     * @param missingFields for each field: how many records had it absent, null, empty
     * @param lookalikes for each field: how many records hold the very text of MISSING_VALUE, which cannot be told from a missing one
     * @param problems of each page that has any
     * @param reconciliation null where the run ended before its last page
     */
    public record Content(
            Map<String, Counts> missingFields,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> lookalikes,
            Map<Integer, List<String>> problems,
            @Nullable Reconciliation reconciliation,
            List<String> columns) {
        public Content {
            // A report of an earlier version has none.
            lookalikes = lookalikes == null ? Map.of() : lookalikes;
        }

        /** What is to be known of such a field. */
        String lookalike(String field) {
            Counts missing = missingFields.getOrDefault(field, new Counts(0, 0, 0));
            long others = missing.absent() + missing.nulls();
            return "%s of its cells %s the text of MISSING_VALUE itself%s; with another MISSING_VALUE they can be told apart"
                    .formatted(
                            Numbers.grouped(lookalikes.getOrDefault(field, 0L)),
                            lookalikes.getOrDefault(field, 0L) == 1 ? "holds" : "hold",
                            others == 0
                                    ? ""
                                    : ", beside %s that %s missing"
                                            .formatted(Numbers.grouped(others), others == 1 ? "is" : "are"));
        }

        /** The fields that no record misses. */
        List<String> filledFields() {
            return columns.stream()
                    .filter(column -> !missingFields.containsKey(column))
                    .toList();
        }

        /** How many records miss the field that is missing most often. */
        long mostMissing() {
            return missingFields.values().stream()
                    .mapToLong(Counts::total)
                    .max()
                    .orElse(1);
        }
    }

    public record Counts(long absent, @JsonProperty("null") long nulls, long empty) {
        long total() {
            return absent + nulls + empty;
        }
    }

    /**
     * The file that was written.
     *
     * @param object the S3 address; null until the file is there
     */
    public record Csv(
            String format,
            String file,
            long bytes,
            @Nullable String object) {}

    /**
     * When it was, in UTC as ISO 8601 has it.
     *
     * @param finished null while it is running
     */
    public record Times(String started, @Nullable String finished) {}

    static RunReport of(Outcome outcome, Run run, RunStats stats, int logins, Instant finished) {
        // What an exception of a user's own step says is not known beforehand.
        String message = message(outcome, run, stats);
        message = message == null ? null : Secrets.redact(message);
        return of(outcome.text(), outcome.exitCode(), message, run, stats, logins, finished);
    }

    /** Of a run that has not ended. */
    static RunReport underWay(Run run, RunStats stats, int logins, Instant now) {
        return of(RUNNING, NONE_YET, null, run, stats, logins, now);
    }

    private static RunReport of(
            String outcome, int exitCode, @Nullable String message, Run run, RunStats stats, int logins, Instant now) {
        Map<Integer, String> failed = new TreeMap<>();
        stats.failed().forEach((page, failure) -> failed.put(page, failure.message()));
        Map<String, Counts> missing = new LinkedHashMap<>();
        stats.missing().forEach((field, n) -> {
            if (n[0] + n[1] + n[2] > 0) {
                missing.put(field, new Counts(n[0], n[1], n[2]));
            }
        });
        LedgerLine.Delivered delivered = stats.delivered();
        return new RunReport(
                new Identity(run.name(), run.source().name()),
                new Ending(outcome, exitCode, message),
                new Pages(stats.pages() + failed.size(), stats.pages(), failed),
                new Retries(stats.totalRetries(), stats.retries()),
                new Traffic(stats.requests(), OverTime.of(run.requests().snapshot()), logins),
                stats.rows(),
                new Session(Duration.between(run.sessionStarted(), now).toMillis() / 1000.0, run.resumedPages()),
                new Content(missing, stats.lookalikes(), stats.problems(), run.reconciliation(), stats.columns()),
                new Csv(
                        "CSV",
                        run.files().csv().toAbsolutePath().normalize().toString(),
                        stats.bytes(),
                        object(run, delivered)),
                new Times(run.started().toString(), exitCode == NONE_YET ? null : now.toString()));
    }

    /** Where the file is on S3; a file that is kept on this machine is nowhere else. */
    private static @Nullable String object(Run run, LedgerLine.@Nullable Delivered delivered) {
        return delivered == null
                        || run.notDelivered() != null
                        || !delivered.delivered().startsWith("s3://")
                ? null
                : delivered.delivered();
    }

    /** @throws IOException that names the file, when it is no report */
    static RunReport read(Path file) throws IOException {
        try {
            RunReport report = JSON.readValue(Files.readString(file), RunReport.class);
            if (report == null
                    || report.identity().run() == null
                    || report.ending().outcome() == null) {
                throw new IOException("%s is not a report: it names no run or no outcome".formatted(file));
            }
            return report;
        } catch (JsonProcessingException e) {
            throw new IOException("%s is not a report: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    String json() throws JsonProcessingException {
        return JSON.writeValueAsString(this) + "\n";
    }

    @JsonIgnore
    boolean isRunning() {
        return ending.exitCode() == NONE_YET;
    }

    static Outcome outcome(Run run, RunStats stats) {
        LedgerLine.Delivered delivered = stats.delivered();
        boolean over = delivered != null && delivered.complete();
        StopReason stop = run.stop();
        if (stop != null && !over) {
            return switch (stop.reason()) {
                case API -> Outcome.API;
                case INTERRUPTED -> Outcome.INTERRUPTED;
                case STORAGE -> Outcome.STORAGE;
                case BUG -> Outcome.BUG;
            };
        }
        if (run.notDelivered() != null) {
            return Outcome.NOT_DELIVERED;
        }
        if (!run.isStored()) {
            return Outcome.PARTIAL;
        }
        return run.isComplete() ? Outcome.COMPLETE : Outcome.DIFFERS;
    }

    private static @Nullable String message(Outcome outcome, Run run, RunStats stats) {
        String safe = stats.pages() == 0
                ? "Nothing was stored"
                : "%d page%s safe in %s"
                        .formatted(
                                stats.pages(),
                                stats.pages() == 1 ? " is" : "s are",
                                run.files().csv());
        return switch (outcome) {
            case COMPLETE ->
                reconciled(run).isExact()
                        ? null
                        : reconciled(run).differences().isEmpty()
                                ? "Every page is stored and verified; what is not as the API announced it stands in the reconciliation."
                                : "Accepted as ACCEPT_DIFFERENCES says: %s."
                                        .formatted(String.join(
                                                "; ", reconciled(run).differences()));
            case DIFFERS ->
                "Every page is stored and delivered, but the evidence does not agree: %s. Run again to request what is in doubt once more."
                        .formatted(String.join("; ", reconciled(run).differences()));
            case PARTIAL ->
                run.plan().limit() != null
                        ? "%d of %d pages are missing; the rest is delivered: %s."
                                .formatted(
                                        run.plan().expected() - stats.pages(),
                                        run.plan().expected(),
                                        run.plan().limit())
                        : "%d of %d pages could not be fetched; the rest is delivered. Run again to fetch them."
                                .formatted(
                                        run.plan().expected() - stats.pages(),
                                        run.plan().expected());
            case NOT_DELIVERED ->
                run.notDelivered() + ". The file is kept: run again to deliver it, no page is asked again.";
            default ->
                "%s %s; run again%s.".formatted(sentence(run.stop()), safe, stats.pages() == 0 ? "" : " to resume");
        };
    }

    private static Reconciliation reconciled(Run run) {
        return Objects.requireNonNull(run.reconciliation(), "A run that has all pages was reconciled");
    }

    private static String sentence(@Nullable StopReason reason) {
        StopReason stop = Objects.requireNonNull(reason, "Any other outcome is that of a run that was stopped");
        return stop.message().endsWith(".") ? stop.message() : stop.message() + ".";
    }
}
