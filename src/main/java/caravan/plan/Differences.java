package caravan.plan;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.count;

import caravan.page.Announced;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Says what does not agree when every page is stored. */
record Differences(
        NumberedPlan plan,
        Verification verification,
        SortedSet<Integer> empty,
        @Nullable String endUnknown) {
    private static final int MAX_NAMED = 10;

    List<Difference> list() {
        List<Difference> list = new ArrayList<>();
        Totals totals = plan.totals;
        StoredPages pages = plan.pages;
        boolean agree = totals.agree(pages.rows());
        if (!agree) {
            list.add(counts(totals, pages, totals.records() > pages.rows() ? shortPages() : ""));
        }
        if (totals.records() == Announced.UNKNOWN && plan.firm() > pages.highest()) {
            list.add(new Difference(
                    Difference.Kind.COUNTS,
                    "the API announces %s, the last one with records is page %s"
                            .formatted(count(totals.pages(), "page"), grouped(pages.highest()))));
        }
        boolean counted = totals.records() >= 0 && agree;
        List<Integer> holes = empty.stream()
                .filter(page -> !counted && (page < pages.highest() || page <= plan.firm()))
                .toList();
        if (!holes.isEmpty()) {
            list.add(new Difference(
                    Difference.Kind.EMPTY,
                    "%s stayed empty although records were expected: %s"
                            .formatted(count(holes.size(), "page"), named(holes))));
        }
        if (!plan.copies.areData() && !pages.repeats().isEmpty()) {
            list.add(repeats(pages));
        }
        end(list);
        if (verification.isUnstable()) {
            list.add(new Difference(
                    Difference.Kind.SHIFT,
                    "records moved from page to page while they were read, from page %d on and again after those pages were requested once more; ask the API to sort by an id that does not change"
                            .formatted(verification.shiftedFrom())));
        }
        if (verification.asked() > 0 && verification.answered() * 2 < verification.asked()) {
            list.add(probe(verification.answered(), verification.asked()));
        }
        return list;
    }

    static Difference probe(int answered, int asked) {
        return new Difference(
                Difference.Kind.PROBE,
                "whether the source stood still could not be seen: only %d of %s could be requested once more"
                        .formatted(answered, count(asked, "page")));
    }

    static Difference repeats(StoredPages pages) {
        return new Difference(
                Difference.Kind.REPEAT,
                "%s hold the same records as another page".formatted(named(List.copyOf(pages.repeats()))));
    }

    /** The announced number of records is not the stored one. */
    static Difference counts(Totals totals, StoredPages pages, String more) {
        long missing = totals.records() - pages.rows();
        return new Difference(
                Difference.Kind.COUNTS,
                "the API announces %s, %s stored: %s %s%s"
                        .formatted(
                                count(totals.records(), "record"),
                                grouped(pages.rows()),
                                grouped(Math.abs(missing)),
                                missing > 0 ? "missing" : "too many",
                                more));
    }

    private String shortPages() {
        int full = plan.totals.fullPage();
        List<Integer> shorter = plan.pages
                .all()
                .filter(page -> page < plan.pages.highest() && plan.pages.rowsOf(page) < full)
                .boxed()
                .toList();
        return shorter.isEmpty()
                ? ""
                : " (%s fewer than %s: %s)"
                        .formatted(
                                shorter.size() == 1
                                        ? "1 page before the last holds"
                                        : grouped(shorter.size()) + " pages before the last hold",
                                grouped(full),
                                named(shorter));
    }

    private void end(List<Difference> list) {
        if (plan.isEndProven()) {
            return;
        }
        Copies copies = plan.copies;
        String text;
        if (copies.isRepeating() && copies.first() == 2) {
            text = "page 2 and a page far behind it have the records of page 1: the API ignores its page parameter (%s)"
                    .formatted(plan.pageParameter());
        } else if (copies.isRepeating()) {
            text = "the API repeats page %d past its end, and page %d is full: it is not known whether more follows"
                    .formatted(copies.originalOf(copies.first()), plan.pages.highest());
        } else {
            text = "whether anything follows page %d could not be seen%s"
                    .formatted(plan.pages.highest(), endUnknown == null ? "" : ": " + endUnknown);
        }
        list.add(new Difference(Difference.Kind.END, text));
    }

    private static String named(List<Integer> pages) {
        String first = String.join(
                ", ", pages.stream().limit(MAX_NAMED).map(String::valueOf).toList());
        return (pages.size() == 1 ? "page " : "pages ")
                + first
                + (pages.size() > MAX_NAMED ? " and %d more".formatted(pages.size() - MAX_NAMED) : "");
    }
}
