package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What README.md and docs/ say is so: commands, links. What they say of faults and edits is run end to end. */
class DocsTest {
    /** In a block of its own, or between backticks. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)(?:^(?:\\$ |[A-Z0-9_]+=\\S+ )*|`)(?:target/caravan/bin/)?caravan +([^`#\\n]*(?:\\n[^`#\\n]+(?=`))?)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of(Path.of("README.md")),
                    docs.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandIsOneThatThereIs(Path page) throws IOException {
        for (String command : commands(Files.readString(page))) {
            List<String> words = WORD.matcher(command)
                    .results()
                    .map(word -> word.group(1) == null ? word.group() : word.group(1))
                    .toList();
            assertThatCode(() -> new CommandLine(Main.class).parseArgs(words.toArray(String[]::new)))
                    .as("%s: caravan %s", page, command)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void commandsAreFound() throws IOException {
        List<String> all = new ArrayList<>();
        for (Path page : pages().toList()) {
            all.addAll(commands(Files.readString(page)));
        }
        assertThat(all).hasSizeGreaterThan(15).anyMatch(command -> command.startsWith("simulate --pages"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .forEach(target -> assertThat(page.resolveSibling(target).normalize())
                        .as("%s in %s", target, page)
                        .exists());
    }

    private static List<String> commands(String page) {
        return COMMAND.matcher(page)
                .results()
                .map(MatchResult::group)
                .map(text -> text.replaceFirst("^[^\\n]*?caravan +", "")
                        .replace('\n', ' ')
                        .strip())
                .toList();
    }
}
