package caravan.source;

import java.util.List;

/** There is one page. */
record SinglePage() implements Pagination {
    static final Style STYLE = new Style("none", List.of(), options -> new SinglePage());

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return true;
    }
}
