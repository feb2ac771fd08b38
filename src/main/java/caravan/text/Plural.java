package caravan.text;

/** Makes nouns and verbs agree with a number. */
public final class Plural {
    private Plural() {}

    /** {@code 1 page}, {@code 1,200 pages}. */
    public static String count(long count, String noun) {
        return Numbers.grouped(count) + " " + choose(count, noun, noun + "s");
    }

    /** The first for one, the second for any other number. */
    public static String choose(long count, String one, String other) {
        return count == 1 ? one : other;
    }

    /** {@code 1 page is}, {@code 2 pages are}. */
    public static String are(long count, String noun) {
        return count(count, noun) + choose(count, " is", " are");
    }
}
