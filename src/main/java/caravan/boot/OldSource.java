package caravan.boot;

import java.util.Map;

/** Says in a file of today what a bean of 0.1.0 said of a source. */
final class OldSource {
    private OldSource() {}

    /** @param properties of the bean, its name among them */
    static String asFile(Map<String, String> properties) {
        return """
                take the bean and the route of its timer out, and write sources/%s.yaml in the folder of the routes, or in the working directory:
                url: "%s"
                records: data
                id: %s
                pagination:
                  type: page-number
                  pageParam: %s
                  sizeParam: %s
                  size: "%s"
                  sizeEcho: metadata.limit
                  totalPages: metadata.total_pages
                  totalRecords: metadata.total_records
                  pageEcho: metadata.page
                login:
                  type: bearer-or-password
                schedule: 24h""".formatted(
                        properties.getOrDefault("name", "customers"),
                        properties.getOrDefault("url", "{{API_BASE_URL}}{{API_ENDPOINT}}"),
                        properties.getOrDefault("idField", "id"),
                        properties.getOrDefault("pageParameter", "page"),
                        properties.getOrDefault("limitParameter", "limit"),
                        properties.getOrDefault("recordsPerPage", "1000"));
    }
}
