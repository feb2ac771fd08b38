package caravan.trial;

/** What names and addresses of customers are made of. */
final class Words {
    static final String[] GIVEN = {
        "Maria",
        "James",
        "Olga",
        "José",
        "Anna",
        "Mohammed",
        "Chloé",
        "Søren",
        "Wei",
        "Priya",
        "Łukasz",
        "Zoë",
        "John",
        "Aiko",
        "Ngọc",
        "Björn",
        "Fatima",
        "Grace",
        "Håkon",
        "Ivan",
        "Linda",
        "Peter",
        "Renée",
        "Samuel",
        "Žofia",
        "Ümit",
        "Emily",
        "Carlos",
        "Ruth",
        "Noah",
        "Isabel",
        "Henry"
    };
    static final String[] FAMILY = {
        "Rossi",
        "Smith",
        "Müller",
        "García",
        "Nowak",
        "O'Neill",
        "Dvořák",
        "Jensen",
        "Chen",
        "Sharma",
        "Kowalska",
        "de la Cruz",
        "Johnson",
        "Tanaka",
        "Nguyễn",
        "Andersson",
        "Al-Sayed",
        "Kim",
        "Østby",
        "Petrov",
        "Brown",
        "Strauß",
        "Lefèvre",
        "Silva",
        "Novák",
        "Yılmaz",
        "Davis",
        "Moreno",
        "Cohen",
        "van Dijk",
        "Ferreira",
        "Wright"
    };
    static final String[] OTHER_SCRIPTS = {
        "王小明", "佐藤 花子", "김민준", "Ольга Иванова", "محمد علي", "Ελένη Παππά", "דוד כהן", "อรุณ ใจดี", "Sam 🚀 Fox", "陳美玲"
    };
    static final String[] STREETS = {
        "Oak Street",
        "Main Street",
        "Hauptstraße",
        "Rue de la Paix",
        "Calle Mayor",
        "Maple Avenue",
        "Elm Road",
        "Avenida Brasil",
        "Park Lane",
        "Lindenweg",
        "Storgatan",
        "5th Avenue",
        "Church Hill",
        "Via Roma",
        "東京都千代田区",
        "Mill Lane"
    };
    static final String[] CITIES = {
        "Springfield",
        "San José",
        "Québec",
        "München",
        "São Paulo",
        "Portland",
        "Kraków",
        "Austin",
        "Lyon",
        "Boise",
        "Zürich",
        "Denver",
        "北京",
        "Oslo",
        "Tucson",
        "Reno"
    };
    static final String[] STATES = {
        "AL", "AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NV", "NY", "OH", "OR", "TX", "WA", "WI"
    };

    private Words() {}
}
