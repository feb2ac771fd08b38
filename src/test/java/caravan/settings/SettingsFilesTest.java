package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFilesTest {
    @TempDir
    private Path folder;

    private Path conf;

    @BeforeEach
    void write() throws Exception {
        conf = folder.resolve("application.properties");
        Files.writeString(
                conf, "API_BASE_URL=https://conf\nAPI_TOKEN=token-of-files-test\nS3_BUCKET=conf\nS3_PREFIX=conf\n");
    }

    @Test
    void filesAreReadInOrderOfPrecedence() throws Exception {
        Files.writeString(
                folder.resolve(".env"),
                "API_BASE_URL=https://env-file\nS3_BUCKET=env-file\nS3_PREFIX=env-file\nPATH=x\n");
        Settings settings = SettingsFiles.read(
                        Map.of("API_BASE_URL", "https://command-line"),
                        Map.of("API_BASE_URL", "https://environment", "S3_BUCKET", "environment"),
                        folder,
                        conf)
                .check(Settings.Need.ALL);
        assertThat(settings.get(Setting.API_BASE_URL)).hasToString("https://command-line");
        assertThat(settings.get(Setting.S3_BUCKET)).isEqualTo("environment");
        assertThat(settings.get(Setting.S3_PREFIX)).isEqualTo("env-file");
        assertThat(settings.get(Setting.API_TOKEN)).isEqualTo("token-of-files-test");
        assertThat(settings.get(Setting.MAX_RETRIES)).isEqualTo(5);
    }

    @Test
    void filesNeedNotExist() {
        Settings settings = SettingsFiles.read(
                        Map.of("API_BASE_URL", "https://x", "API_TOKEN", "token-of-files-test", "S3_BUCKET", "b"),
                        Map.of(),
                        folder.resolve("none"),
                        folder.resolve("none.properties"))
                .check(Settings.Need.ALL);
        assertThat(settings.get(Setting.S3_BUCKET)).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_RETRYS, MAX_RETRIES",
        "RETRIES_MAX, ",
        "S3_BUCKETT, S3_BUCKET",
        "API_TOKE, API_TOKEN",
        "api_token, API_TOKEN",
        "API-TOKEN, API_TOKEN",
        "MAX_RETRIES, ",
        "HOME, ",
        "camel.main.name, ",
        "PAGES, "
    })
    void misspelledNamesGetAHint(String name, String meant) {
        Map<String, String> commandLine = Map.of(name, "3");
        if (meant == null) {
            assertThat(SettingsFiles.read(commandLine, Map.of(), folder, conf)
                            .check(Settings.Need.ALL)
                            .all())
                    .containsEntry(name, "3");
        } else {
            SettingsException thrown = catchThrowableOfType(
                    SettingsException.class,
                    () -> SettingsFiles.read(commandLine, Map.of(), folder, conf)
                            .check(Settings.Need.ALL));
            assertThat(thrown)
                    .hasMessage(
                            "1 setting needs attention: %s on the command line is not a setting: did you mean %s?.",
                            name, meant);
        }
    }

    @Test
    void problemsOfAllFilesAreReported() throws Exception {
        Files.write(conf, "S3_PREFX=x\nAPI_TOKEN=\\u00zz".getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve(".env"), "nonsense\nMAX_RETRIS=3\n");
        SettingsException thrown = catchThrowableOfType(
                SettingsException.class,
                () -> SettingsFiles.read(Map.of(), Map.of(), folder, conf).check(Settings.Need.ALL));
        assertThat(thrown.getMessage())
                .contains(
                        ".env, line 1 is not NAME=value",
                        "MAX_RETRIS in .env is not a setting: did you mean MAX_RETRIES?",
                        conf + " cannot be read: Malformed",
                        "API_BASE_URL is missing",
                        "S3_BUCKET is missing");
    }

    @Test
    void filesMustBeUtf8() throws Exception {
        Files.write(folder.resolve(".env"), "S3_PREFIX=\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        SettingsException thrown = catchThrowableOfType(
                SettingsException.class,
                () -> SettingsFiles.read(Map.of(), Map.of(), folder, conf).check(Settings.Need.ALL));
        assertThat(thrown).hasMessage("1 setting needs attention: .env is not UTF-8.");
    }
}
