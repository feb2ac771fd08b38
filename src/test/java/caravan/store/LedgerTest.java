package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final LedgerLine.Begun BEGUN =
            new LedgerLine.Begun("r", "customers", "1a2b3c4d", "2026-11-22T10:00:00Z", Map.of("url", "http://é/"), 0);
    private static final LedgerLine.Failed FAILED =
            new LedgerLine.Failed(4, "503", "503 \"no\"\nservice", 6, 7, Map.of("503", 5));
    private static final LedgerLine.Ended ENDED = new LedgerLine.Ended(9, 8, 80, 1, Map.of());
    private static final LedgerLine.Delivered DELIVERED =
            new LedgerLine.Delivered("s3://b/k", true, "complete", 12, "abc");

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void create() throws Exception {
        path = folder.resolve("ledger");
        try (Ledger ledger = Ledger.create(path, BEGUN)) {
            ledger.append(FAILED);
            ledger.append(ENDED);
            ledger.append(DELIVERED);
            ledger.sync();
        }
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        assertThat(lines()).containsExactly(BEGUN, FAILED, ENDED, DELIVERED);
        assertThat(Ledger.read(path, line -> true)).isEqualTo(Files.size(path));
    }

    @Test
    void keepsAllOfAStoredPage() throws Exception {
        LedgerLine.Stored page = new LedgerLine.Stored(
                3,
                1000,
                new LedgerLine.Section(5_000_000_000L, 7, "0badcafe"),
                new LedgerLine.Tries(2, 3, 1234, Map.of("timeout", 1)),
                List.of("late", "é😀"),
                List.of("late", "name"),
                Map.of("name", new int[] {1, 2, 3}),
                new LedgerLine.Totals(125, 124_999, 1000, null),
                "fedcba9876543210",
                "2026-11-22T10:00:00Z",
                List.of("odd"));
        try (Ledger ledger = Ledger.resume(path, Files.size(path))) {
            ledger.append(page);
        }
        LedgerLine.Stored read = (LedgerLine.Stored) lines().get(4);
        assertThat(read).usingRecursiveComparison().isEqualTo(page);
    }

    @Test
    void isOneLineForEachFact() throws Exception {
        assertThat(Files.readAllLines(path).subList(1, 4))
                .containsExactly(
                        "{\"failed\":4,\"cause\":\"503\",\"message\":\"503 \\\"no\\\"\\nservice\",\"attempts\":6,\"requests\":7,\"retries\":{\"503\":5},\"crc\":\"edb9d98e\"}",
                        "{\"ended\":9,\"total_pages\":8,\"total_records\":80,\"requests\":1,\"crc\":\"17c3a644\"}",
                        "{\"delivered\":\"s3://b/k\",\"complete\":true,\"verdict\":\"complete\",\"bytes\":12,\"checksum\":\"abc\",\"crc\":\"1862af97\"}");
    }

    @Test
    void endsBeforeALineThatIsTornAtAnyByte() throws Exception {
        byte[] whole = Files.readAllBytes(path);
        List<LedgerLine> all = lines();
        for (int length = 0; length <= whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            Files.write(path, torn);
            int feeds = 0;
            int lastFeed = -1;
            for (int i = 0; i < length; i++) {
                if (torn[i] == '\n') {
                    feeds++;
                    lastFeed = i;
                }
            }
            assertThat(lines()).as("torn after %d bytes", length).isEqualTo(all.subList(0, feeds));
            assertThat(Ledger.read(path, line -> true)).isEqualTo(lastFeed + 1);
        }
    }

    @Test
    void goesOnWhereItIsToldTo() throws Exception {
        long good = Ledger.read(path, line -> !(line instanceof LedgerLine.Ended));
        try (Ledger ledger = Ledger.resume(path, good)) {
            ledger.append(DELIVERED);
        }
        assertThat(lines()).containsExactly(BEGUN, FAILED, DELIVERED);
    }

    /** Whatever happens to a byte: what can be read is what was written, or it is refused. */
    @Test
    void refusesALineOfWhichAnyByteIsAnother() throws Exception {
        byte[] whole = Files.readAllBytes(path);
        List<LedgerLine> all = lines();
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) bit;
                Files.write(path, damaged);
                boolean lastFeed = at == whole.length - 1;
                if (lastFeed) {
                    assertThat(lines()).isEqualTo(all.subList(0, 3));
                } else {
                    assertThatThrownBy(this::lines).as("byte %d", at).isInstanceOf(DamagedException.class);
                    assertThat(Ledger.isDamaged(path)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000\u0000\u0000\u0000",
                "[]",
                "{}",
                "nonsense",
                "{\"page\":3,\"missing\":7}",
                "{\"ended\":9,\"total_pages\":8,\"total_records\":80,\"requests\":1}",
                "{\"ended\":9,\"total_pages\":8,\"total_records\":80,\"requests\":1,\"crc\":\"00000000\"}"
            })
    void refusesALineThatWasNotWrittenByIt(String line) throws Exception {
        long before = Files.size(path);
        Files.writeString(path, Files.readString(path) + line + "\n");
        assertThatThrownBy(this::lines)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("is damaged at byte " + before);
        List<LedgerLine> readable = new ArrayList<>();
        assertThat(Ledger.readUndamaged(path, readable::add)).isEqualTo(before);
        assertThat(readable).containsExactly(BEGUN, FAILED, ENDED, DELIVERED);
    }

    @Test
    void refusesALineOfAKindItDoesNotKnow() throws Exception {
        byte[] later = CheckedLine.of("{\"later\":1}".getBytes(StandardCharsets.UTF_8));
        Files.write(path, later, StandardOpenOption.APPEND);
        assertThatThrownBy(this::lines).isInstanceOf(IOException.class).hasMessageContaining("by a newer one");
    }

    @Test
    void bearsFurtherFieldsInALineThatItKnows() throws Exception {
        String line = "{\"ended\":9,\"total_pages\":8,\"total_records\":80,\"requests\":1,\"later\":[1]}";
        Files.write(path, CheckedLine.of(line.getBytes(StandardCharsets.UTF_8)));
        assertThat(lines()).containsExactly(ENDED);
    }

    @Test
    void tellsWhereEachLineIs() throws Exception {
        byte[] bytes = Files.readAllBytes(path);
        List<String> texts = new ArrayList<>();
        Ledger.readPositions(
                path,
                (line, position) -> texts.add(
                        new String(bytes, (int) position.start(), position.length(), StandardCharsets.UTF_8)));
        assertThat(texts).isEqualTo(Files.readAllLines(path));
    }

    @Test
    void isNeverCreatedOverAnother() {
        assertThatThrownBy(() -> Ledger.create(path, BEGUN)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
    }

    private List<LedgerLine> lines() throws IOException {
        List<LedgerLine> lines = new ArrayList<>();
        Ledger.read(path, lines::add);
        return lines;
    }
}
