package caravan.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a process: whom it trusts, and how it shows itself. Java's own authorities (or those of
 * {@code javax.net.ssl.trustStore}), and beside them those of a PEM file; the key of {@code javax.net.ssl.keyStore}, where one is given.
 */
public final class Certificates {
    private Certificates() {}

    /**
     * The certificates in a PEM file.
     *
     * @throws IllegalArgumentException when there are none; its message continues "NAME=file "
     */
    public static List<X509Certificate> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> found = new ArrayList<>();
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            all.forEach(certificate -> found.add((X509Certificate) certificate));
            if (found.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read (%s)".formatted(e), e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("holds no certificates in PEM form (-----BEGIN CERTIFICATE-----)", e);
        }
    }

    /**
     * What connections are secured with.
     *
     * @param authorities beside Java's own; null for none
     * @param properties Java's; null for one that is not set
     */
    public static SSLContext context(@Nullable Path authorities, UnaryOperator<@Nullable String> properties) {
        try {
            if (authorities == null) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ownKeys(properties), trust(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("No secure connection is possible: " + e.getMessage(), e);
        }
    }

    /** Those who decide whether a server is trusted. */
    public static TrustManager[] trust(Path authorities) {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (X509Certificate authority : javas()) {
                all.setCertificateEntry("java-" + number++, authority);
            }
            for (X509Certificate authority : read(authorities)) {
                all.setCertificateEntry("ours-" + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(all);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("No secure connection is possible: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> javas() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                all.addAll(List.of(trust.getAcceptedIssuers()));
            }
        }
        return all;
    }

    private static KeyManager @Nullable [] ownKeys(UnaryOperator<@Nullable String> properties)
            throws GeneralSecurityException, IOException {
        String file = properties.apply("javax.net.ssl.keyStore");
        if (file == null || file.isEmpty() || file.equals("NONE")) {
            return null;
        }
        String type = properties.apply("javax.net.ssl.keyStoreType");
        String password = properties.apply("javax.net.ssl.keyStorePassword");
        char[] secret = password == null ? new char[0] : password.toCharArray();
        KeyStore keys = KeyStore.getInstance(type == null ? KeyStore.getDefaultType() : type);
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            keys.load(in, secret);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, secret);
        return factory.getKeyManagers();
    }
}
