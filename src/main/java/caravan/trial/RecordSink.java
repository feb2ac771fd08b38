package caravan.trial;

/** Takes one record of the dataset, field by field, in the order in which the source writes them. */
interface RecordSink {
    /** A JSON string; its cell is the same text. */
    void text(String name, String value);

    /** A value whose JSON is written exactly so; {@code cell} is the cell that it must become. */
    void literal(String name, String json, String cell);

    /** A plain number. */
    default void number(String name, long value) {
        String digits = Long.toString(value);
        literal(name, digits, digits);
    }

    /** A field that is present and null. */
    void none(String name);
}
