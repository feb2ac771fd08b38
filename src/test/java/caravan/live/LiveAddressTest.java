package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAddressTest {
    @ParameterizedTest
    @CsvSource({
        "8484, 127.0.0.1, 8484, http://127.0.0.1:8484/",
        "0, 127.0.0.1, 0, http://127.0.0.1:0/",
        "localhost:65535, localhost, 65535, http://localhost:65535/",
        "0.0.0.0:80, 0.0.0.0, 80, http://127.0.0.1:80/",
        "[::1]:9000, ::1, 9000, http://[::1]:9000/",
        "[::]:9000, ::, 9000, http://127.0.0.1:9000/",
    })
    void isAPortOfThisMachineUnlessAHostIsNamed(String text, String host, int port, String url) {
        LiveAddress address = LiveAddress.parse(text);
        assertThat(address).isEqualTo(new LiveAddress(host, port));
        assertThat(address.url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "65536", "-1", "x", ":80", "::1:80", "http://localhost:80", "a b:80", "host:", "u@h:80"})
    void isNothingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveAddress.parse(text))
                .withMessageContaining("HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource({
        "8484, 127.0.0.1:8484, false",
        "8484, localhost:8484, false",
        "8484, LOCALHOST, false",
        "8484, [::1]:8484, false",
        "8484, localhost:9999, false",
        "8484, evil.example:8484, true",
        "8484, localhost.evil.example, true",
        "8484, 127.0.0.1.evil.example:8484, true",
        "8484, 10.0.0.1:8484, true",
        "8484, , true",
        "127.0.0.2:80, 127.0.0.2:80, false",
        "127.0.0.2:80, evil.example, true",
        "0.0.0.0:80, anything.example, false",
    })
    void onLoopbackOnlyItsOwnNamesAreMeant(String address, String hostHeader, boolean foreign) {
        assertThat(LiveAddress.parse(address).isForeign(hostHeader)).isEqualTo(foreign);
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LiveAddress address = LiveAddress.parse(Integer.toString(taken.getLocalPort()));
            assertThatIOException().isThrownBy(address::free).withMessageContaining("name another port");
        }
        assertThat(LiveAddress.anywhere().free().port()).isPositive();
    }
}
