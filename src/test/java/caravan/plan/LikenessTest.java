package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pages of four columns, the last of which is another one in each answer. */
class LikenessTest {
    private final Likeness likeness = new Likeness();

    @Test
    void findsThePageThatComesAgainButForOneField() {
        likeness.remember(1, new long[] {11, 21, 0, 91});
        likeness.remember(2, new long[] {12, 22, 0, 92});
        assertThat(likeness.twin(3, new long[] {12, 22, 0, 93})).isEqualTo(2);
        assertThat(likeness.twin(3, new long[] {11, 21, 0, 94})).isEqualTo(1);
    }

    @Test
    void whatIsTheSameAllThroughAPageSaysNothing() {
        likeness.remember(2, new long[] {0, 0, 0, 92});
        assertThat(likeness.twin(3, new long[] {0, 0, 0, 93})).isNull();
    }

    @Test
    void otherRecordsAreAnotherPage() {
        likeness.remember(2, new long[] {12, 22, 32, 92});
        assertThat(likeness.twin(3, new long[] {13, 23, 32, 93})).isNull();
        assertThat(likeness.twin(3, new long[] {12, 22, 32})).isNull();
    }

    @Test
    void aPageIsNotItsOwnTwin() {
        likeness.remember(2, new long[] {12, 22, 32, 92});
        assertThat(likeness.twin(2, new long[] {12, 22, 32, 93})).isNull();
    }
}
