package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            A=b|b
            A = b |b
              export A=b|b
            A=|``
            A=a b  c|a b  c
            A=b=c==|b=c==
            A=a#b|a#b
            A=a #b|a
            A= # only a comment|``
            A=#x|``
            A='a #b'|a #b
            A='a\\nb' # comment|a\\nb
            A=''|``
            A="a #b" # comment|a #b
            A="a\\"b"|a"b
            A="a\\\\b"|a\\b
            A="C:\\\\new\\\\temp"|C:\\new\\temp
            A="\\t"|t
            A="$HOME"|$HOME
            A=$HOME|$HOME
            A=it's|it's
            """)
    void readsAValue(String line, String value) {
        assertThat(parse(line)).containsExactly(Map.entry("A", value));
        assertThat(problems).isEmpty();
    }

    @Test
    void readsLineBreaksInDoubleQuotes() {
        assertThat(parse("A=\"1\\n2\\\\n3\"")).containsExactly(Map.entry("A", "1\n2\\n3"));
    }

    @Test
    void readsAFile() {
        assertThat(parse("\ufeff# comment\r\nA=1\r\n\r\n  \r\n\tB.c_9=2\n#A=3\nA=4\nD=5"))
                .containsExactly(Map.entry("A", "4"), Map.entry("B.c_9", "2"), Map.entry("D", "5"));
        assertThat(problems).isEmpty();
        assertThat(parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "=s3cret",
                "1A=s3cret",
                "A B=s3cret",
                "A='s3cret",
                "A=\"s3cret",
                "A='s3'cret",
                "A-B=s3cret"
            })
    void namesALineItCannotReadWithoutShowingIt(String line) {
        assertThat(parse("X=1\n" + line + "\nY=2")).containsOnlyKeys("X", "Y");
        assertThat(problems).containsExactly(".env, line 2 is not NAME=value");
    }

    private Map<String, String> parse(String text) {
        return DotEnv.parse(text, ".env", problems);
    }
}
