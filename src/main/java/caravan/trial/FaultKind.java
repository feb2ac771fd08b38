package caravan.trial;

import static caravan.trial.FaultKind.Group.ANSWER;
import static caravan.trial.FaultKind.Group.CONNECTION;
import static caravan.trial.FaultKind.Group.CONTENT;
import static caravan.trial.FaultKind.Group.DATASET;
import static caravan.trial.FaultKind.Group.METADATA;
import static caravan.trial.FaultKind.Group.OUTAGE;
import static caravan.trial.FaultKind.Group.WHOLE_RUN;

import java.util.Locale;

/** Every fault that has a name of its own, and what it does. Statuses are numbers: see {@link FaultScript#parse}. */
enum FaultKind {
    STATUS(ANSWER, "any status from 400 to 599, with a JSON error; also 503-seconds, 429-date, …"),
    EXPIRE_TOKEN(ANSWER, "the token presented stops being valid: 401"),
    REDIRECT(ANSWER, "302 to another host, which serves the page and notes whether it was shown the token"),

    HANG(CONNECTION, "takes the request and never answers"),
    SLOW(CONNECTION, "answers rightly, but only after a second"),
    DRIP(CONNECTION, "sends the body byte by byte, ten a second"),
    RESET(CONNECTION, "resets the connection (RST) instead of answering"),
    NO_ANSWER(CONNECTION, "closes the connection without a byte"),
    CUT(CONNECTION, "announces the whole body, sends half of it and closes"),
    CUT_CHUNKED(CONNECTION, "sends half the body in chunks and closes without the last chunk"),
    GZIP_BOMB(CONNECTION, "the right page, with 1 GiB of spaces in it, gzipped to a few MB"),
    HUGE_BODY(CONNECTION, "the right page, with 320 MiB of spaces in it"),

    INVALID_JSON(CONTENT, "200 with a body that is broken JSON"),
    HTML(CONTENT, "200 with an HTML login page"),
    ERROR_200(CONTENT, "200 with {\"error\": …}"),
    DATA_NULL(CONTENT, "200 with \"data\": null"),
    EMPTY(CONTENT, "right metadata, but no records"),
    SHORT(CONTENT, "right metadata, but the last third of the records is missing"),
    REPEAT(CONTENT, "the answer to another page, as its metadata.page tells"),
    WRONG_PAGE(CONTENT, "another page's records under the right metadata.page"),

    NEXT_PAGE(CONTENT, "the records of the page after under the right metadata.page"),

    TOTAL_ZERO_FOR(OUTAGE, "no records, and totals of 0"),
    EMPTY_FOR(OUTAGE, "right metadata, but no records"),
    STATUS_FOR(OUTAGE, "any status from 400 to 599; also 500-for, …"),

    NO_METADATA(METADATA, "an answer without metadata"),
    NO_TOTAL(METADATA, "metadata without total_pages and total_records"),
    TOTAL_NULL(METADATA, "total_pages is null"),
    TOTAL_ZERO(METADATA, "total_pages is 0"),
    TOTAL_NEGATIVE(METADATA, "total_pages is -1"),
    TOTAL_TEXT(METADATA, "total_pages is \"many\""),
    TOTAL_HUGE(METADATA, "total_pages is 9223372036854775807"),
    TOTAL_DISAGREES(METADATA, "total_pages is half of what total_records needs"),
    RECORDS_DISAGREE(METADATA, "total_records is 7 more than there are"),
    RECORDS_FEWER(METADATA, "total_records is 7 fewer than there are"),
    NO_TOTAL_RECORDS(METADATA, "metadata without total_records"),
    TOTAL_ABSURD(METADATA, "a thousand times as many pages and records"),
    TOTAL_LOWER(METADATA, "one page less than there are, and its records"),

    TOTALS_GROW(WHOLE_RUN, "a page and a half of records is added when half the pages have been asked for"),
    TOTALS_SHRINK(WHOLE_RUN, "the last page and a half is gone when half the pages have been asked for"),
    GROW_LAST(WHOLE_RUN, "records fill the last page and two more when a page is first asked for"),
    DELETE_DURING(
            WHOLE_RUN, "a record of the page before is deleted when a page is first asked for: all behind it move up"),
    INSERT_DURING(WHOLE_RUN, "a record appears at the front when a page is first asked for: all others move down"),
    SHIFT_ALWAYS(WHOLE_RUN, "every third request another record appears at the front"),
    META_FIRST_PAGE_ONLY(WHOLE_RUN, "only page 1 has metadata"),
    IGNORE_PAGE(WHOLE_RUN, "every page has the records of page 1"),
    HALF_PAGES(WHOLE_RUN, "every page has only the first half of its records"),
    CLAMP(WHOLE_RUN, "past the end the last page comes again"),
    WRAP(WHOLE_RUN, "past the end it begins again with page 1"),
    PAST_END_404(WHOLE_RUN, "past the end there is 404 instead of an empty list"),
    COOKIES(WHOLE_RUN, "60 cookies of 900 bytes come with each answer, each time others"),
    GZIP(WHOLE_RUN, "bodies are gzipped for a client that accepts it"),
    BOM(WHOLE_RUN, "a byte order mark before the JSON"),
    DATA_FIRST(WHOLE_RUN, "data comes before metadata"),
    LOGIN_503(WHOLE_RUN, "the first login is answered with 503; login-503=2 for the first two, and so on"),

    DIRTY(
            DATASET,
            "separators, quotes, line breaks, NUL, lone surrogates, odd numbers, nested values, 100 kB in one field"),
    NO_IDS(DATASET, "records have neither id nor uuid"),
    EQUAL_RECORDS(DATASET, "no ids, and all records are alike"),
    DUPLICATES(DATASET, "on every fifth page or so the first record repeats the last one of the page before"),
    LATE_FIELD(DATASET, "one field first appears at the start of a later page, another in the middle of it"),
    VANISHING_FIELD(DATASET, "a field stops appearing"),
    DEEP_JSON(DATASET, "one value is an array nested 10,000 deep"),
    LONG_NUMBER(DATASET, "one number has a million digits"),
    LONG_NAME(DATASET, "one field name is 1 MB long"),
    MANY_FIELDS(DATASET, "one record has 10,000 further fields"),
    NAMES_WITH_BREAKS(DATASET, "field names that hold CR, LF, comma, quote and ../");

    private final Group group;
    private final String what;

    FaultKind(Group group, String what) {
        this.group = group;
        this.what = what;
    }

    Group group() {
        return group;
    }

    String what() {
        return what;
    }

    /** The name in a script. */
    String scriptName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Looks like an answer, yet records are missing or belong elsewhere: only asking again shows it. */
    boolean isDoubtful() {
        return this == EMPTY || this == SHORT || this == REPEAT || this == WRONG_PAGE || this == NEXT_PAGE;
    }

    /** Whether it strikes at one page, which the script may name. */
    boolean isPlaced() {
        return switch (this) {
            case GROW_LAST, DELETE_DURING, INSERT_DURING -> true;
            case DIRTY, DUPLICATES, NO_IDS, EQUAL_RECORDS -> false;
            default -> group == DATASET;
        };
    }

    /** Where a fault acts; the order is the order of the listing. */
    enum Group {
        ANSWER("The answer's status"),
        CONNECTION("The connection"),
        CONTENT("The content of a 200"),
        OUTAGE("For a while every answer: total-zero-for=1.5s@3-"),
        METADATA("The metadata; unless said otherwise, of every answer"),
        WHOLE_RUN("The whole run"),
        DATASET("The records themselves: the truth holds them too");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** Faults of which one request has at most one. */
        boolean isExclusive() {
            return this == ANSWER || this == CONNECTION || this == CONTENT;
        }
    }
}
