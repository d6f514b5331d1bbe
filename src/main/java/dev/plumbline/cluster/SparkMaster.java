package dev.plumbline.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Spark cluster, as {@code spark-submit --master} has it.
 *
 * @param url {@code local[2]}, {@code spark://host:7077}, {@code yarn} or {@code k8s://https://host:443}
 */
public record SparkMaster(String url) {
    /** What a user may write. */
    public static final String ALLOWED =
            "`local`, `local[2]`, `local[*]`, `spark://host:port`, `yarn` or `k8s://https://host:port`";

    private static final String KUBERNETES = "k8s://";
    private static final Pattern LOCAL = Pattern.compile("local(\\[(\\*|[1-9][0-9]{0,3})(, *[1-9][0-9]{0,3})?\\])?");
    private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})");

    public SparkMaster {
        if (!isValid(url)) {
            throw new IllegalArgumentException("`" + url + "` is no address of a Spark cluster; allowed: " + ALLOWED);
        }
    }

    private static boolean isValid(String url) {
        return LOCAL.matcher(url).matches()
                || url.equals("yarn")
                || apiServerOf(url).isPresent()
                || url.startsWith("spark://") && !placesOf(url).isEmpty();
    }

    /** Whether the workers are threads of this process. */
    public boolean isLocal() {
        return url.toLowerCase(Locale.ROOT).startsWith("local");
    }

    /** Whether the cluster is Spark's own. */
    public boolean isStandalone() {
        return url.startsWith("spark://");
    }

    /** Whether YARN gives the machines; its settings say where it is. */
    public boolean isYarn() {
        return url.equals("yarn");
    }

    /** The address of the API server if Kubernetes gives the machines; HTTPS unless it says HTTP. */
    public Optional<URI> apiServer() {
        return apiServerOf(url);
    }

    private static Optional<URI> apiServerOf(String url) {
        if (!url.startsWith(KUBERNETES)) {
            return Optional.empty();
        }
        String place = url.substring(KUBERNETES.length());
        try {
            URI server = new URI(place.contains("://") ? place : "https://" + place);
            boolean isHttp = Set.of("http", "https").contains(server.getScheme());
            return isHttp && server.getHost() != null ? Optional.of(server) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * A host and a port.
     *
     * @param host its name or address
     * @param port 1 to 65535
     */
    public record Place(String host, int port) {}

    /** Where the masters of a stand-alone cluster listen; empty for other clusters. */
    public List<Place> places() {
        return isStandalone() ? placesOf(url) : List.of();
    }

    /** The places of {@code spark://a:1,b:2}; empty if one of them is none. */
    private static List<Place> placesOf(String url) {
        List<Place> places = new ArrayList<>();
        for (String address : url.substring("spark://".length()).split(",", -1)) {
            Matcher place = PLACE.matcher(address);
            if (!place.matches()) {
                return List.of();
            }
            int port = Integer.parseInt(place.group(2));
            if (port < 1 || port > 65535) {
                return List.of();
            }
            places.add(new Place(place.group(1), port));
        }
        return places;
    }
}
