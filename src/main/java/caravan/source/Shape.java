package caravan.source;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where records and what is announced stand in a response. Immutable.
 *
 * @param records path of the list, or of an object whose values are the records; empty: the response itself is the list
 * @param record path inside each item of that list
 * @param absentIsEmpty whether a response without the list has no records, and is no failed attempt
 * @param error a path that, when it finds something, makes the response a failed attempt whatever its status
 * @param hasIds whether a field identifies a record, so that each must be an object
 * @param flatten whether nested objects become columns of their own, {@code a.b}
 * @param columns come first, in this order, even if no record has them
 * @param firstPage the API's number of the first page
 * @param next what the next page is named by; null where pages have numbers, or {@code nextField} or {@code nextLink} says it
 * @param nextField path in the last item, before {@code record} is applied; empty for none
 * @param nextLink whether a {@code Link} header names the next page (RFC 8288)
 * @param more a flag: false says that nothing follows
 * @param last a flag: true says that nothing follows
 */
public record Shape(
        List<String> records,
        List<String> record,
        boolean absentIsEmpty,
        @Nullable ValuePath error,
        boolean hasIds,
        boolean flatten,
        List<String> columns,
        int firstPage,
        @Nullable ValuePath pageEcho,
        @Nullable ValuePath sizeEcho,
        @Nullable ValuePath totalPages,
        @Nullable ValuePath totalRecords,
        @Nullable ValuePath next,
        List<String> nextField,
        boolean nextLink,
        @Nullable ValuePath more,
        @Nullable ValuePath last) {
    /** All of it as text. Not a record's own, which takes 15 ms to be made at the start. */
    String definition() {
        return Arrays.asList(
                        records,
                        record,
                        absentIsEmpty,
                        error,
                        hasIds,
                        flatten,
                        columns,
                        firstPage,
                        pageEcho,
                        sizeEcho,
                        totalPages,
                        totalRecords,
                        next,
                        nextField,
                        nextLink,
                        more,
                        last)
                .toString();
    }
}
