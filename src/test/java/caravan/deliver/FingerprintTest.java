package caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    @TempDir
    private Path folder;

    /** The sums were worked out with Python's hashlib. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            0, 10, d41d8cd98f00b204e9800998ecf8427e, d41d8cd98f00b204e9800998ecf8427e-0
            1, 10, 93b885adfe0da089cdf634904fd59f71, 7e4696ef25d5faececd853ce5e2a233b-1
            9, 10, c7048a233f48994cc407151363096c8f, e96b19e83cc4d776fc59ac904d7f2df9-1
            10, 10, 56a5b2640a52663e844df71af7b51dcb, b6cdee8398f0a0d3b9dbfa62169589fc-1
            11, 10, 151e6d22f40445bb58cd832ce91c7bb8, 0940e4925dd0fc9b945c36c915d360b4-2
            25, 10, fc14a0fba7b76eb4f0c0588057f04a69, dfeb2e2468d902df21df5deb9ed7c710-3
            200000, 65536, 78bcc89c082c48f2f68843beca96b86b, b36ef55c0face56dfcbe3f177a63aee0-4
            200000, 100000, 78bcc89c082c48f2f68843beca96b86b, 0010b5e110ed0494c116e51ce0e8b61c-2
            131072, 65536, ce5633592a693552621d35e3c4e1981d, b63f183a636eef4ec74a37c3569c1e2a-2
            """)
    void isSizeAndSumAndSumOfTheSumsOfTheParts(int size, long partBytes, String md5, String partsTag) throws Exception {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7 + i / 251);
        }
        assertThat(Fingerprint.of(Files.write(folder.resolve("file"), bytes), partBytes))
                .isEqualTo(new Fingerprint(size, md5, partsTag));
    }

    @Test
    void knowsItsTags() {
        Fingerprint file = new Fingerprint(3, "0a1b", "2c3d-2");
        assertThat(file.hasTag("\"0a1b\"")).isTrue();
        assertThat(file.hasTag("0A1B")).isTrue();
        assertThat(file.hasTag("\"2c3d-2\"")).isTrue();
        assertThat(file.hasTag("\"2c3d-3\"")).isFalse();
        assertThat(file.hasTag("\"0a1b-1\"")).isFalse();
        assertThat(file.hasTag("")).isFalse();
    }
}
