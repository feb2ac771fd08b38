package caravan.endtoend;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that nobody but its owner trusts, made by {@code keytool}; for 127.0.0.1. */
final class OwnCertificate {
    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Path pem;

    OwnCertificate(Path folder, String name) throws Exception {
        store = folder.resolve(name + ".p12");
        pem = folder.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-validity",
                "30");
        keytool("-exportcert", "-alias", "own", "-rfc", "-file", pem.toString());
    }

    private void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    /** The certificate alone. */
    Path pem() {
        return pem;
    }

    /** The certificate and its key. */
    Path store() {
        return store;
    }

    static String password() {
        return PASSWORD;
    }

    /** What a server secures connections with. */
    SSLContext context(TrustManager... trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.length == 0 ? null : trusted, null);
        return context;
    }

    /** Those who trust this one. */
    TrustManager[] trust() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        all.setCertificateEntry("own", load().getCertificate("own"));
        trust.init(all);
        return trust.getTrustManagers();
    }

    private KeyStore load() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
