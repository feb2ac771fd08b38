package caravan.deliver;

import caravan.store.Reconciliation;
import caravan.store.RunStats;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered. Its presence on S3 says that the CSV beside it is whole; {@code complete}, whether it can be relied on.
 *
 * @param runId tells this run from another of the same name
 * @param differences what does not agree, although all pages are there
 * @param bucket where the CSV is; null for a file of this machine
 * @param csv the key of the CSV object, or the path of the file
 * @param missingPages the pages that are not in the file, with what they failed of
 */
record Manifest(
        String run,
        String runId,
        String source,
        boolean complete,
        @Nullable String bucket,
        String csv,
        long bytes,
        String md5,
        long records,
        int pages,
        int pagesExpected,
        Map<Integer, String> missingPages,
        List<String> columns,
        Map<Integer, List<String>> problems,
        List<String> differences,
        @Nullable Reconciliation reconciliation,
        String started,
        String delivered) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    static Map<Integer, String> missingPages(RunStats stats) {
        Map<Integer, String> pages = new TreeMap<>();
        stats.failed().forEach((page, failure) -> pages.put(page, failure.message()));
        return pages;
    }

    String json() throws JsonProcessingException {
        return JSON.writeValueAsString(this) + "\n";
    }
}
