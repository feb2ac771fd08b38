package caravan.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void hidesEverySecretEverywhere() {
        Secrets.hide("s3cr3t-alpha");
        Secrets.hide("s3cr3t.(beta)$1\\");
        Secrets.hide("s3cr3t-alpha");
        assertThat(Secrets.redact("a=s3cr3t-alpha, b=s3cr3t.(beta)$1\\, a=s3cr3t-alpha"))
                .isEqualTo("a=***, b=***, a=***");
    }

    @Test
    void hidesTheWholeOfASecretThatBeginsWithAnother() {
        Secrets.hide("gamma-half");
        Secrets.hide("gamma-half-and-whole");
        assertThat(Secrets.redact("<gamma-half-and-whole> <gamma-half>")).isEqualTo("<***> <***>");
    }

    @Test
    void leavesOrdinaryWordsAlone() {
        Secrets.hide("abc");
        Secrets.hide("");
        Secrets.hide(null);
        assertThat(Secrets.redact("abc is no secret worth hiding")).isEqualTo("abc is no secret worth hiding");
    }

    @Test
    void forgetsTokensOnlyWhenManyCameAfterThem() {
        Secrets.hide("lasting-secret");
        Secrets.hideToken("token-in-use");
        for (int i = 10; i < 25; i++) {
            Secrets.hideToken("token-" + i);
        }
        assertThat(Secrets.redact("token-in-use token-10")).isEqualTo("*** ***");
        // Some APIs give the same one at each login.
        Secrets.hideToken("token-in-use");
        for (int i = 30; i < 45; i++) {
            Secrets.hideToken("token-" + i);
        }
        assertThat(Secrets.redact("token-in-use token-10 lasting-secret")).isEqualTo("*** token-10 ***");
    }
}
