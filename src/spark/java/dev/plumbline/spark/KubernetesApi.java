package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.spec.error.ErrorKind;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.k8s.SparkKubernetesClientFactory;
import scala.Option;

/** The API server of Kubernetes, reached with Spark's settings: those of kubectl, and properties in their place. */
final class KubernetesApi {
    private static final String IMAGE = "spark.kubernetes.container.image";
    private static final String IMAGE_OF_EXECUTORS = "spark.kubernetes.executor.container.image";
    private static final int ANSWER_MILLIS = 5_000;

    /** What Spark does there from its start to its end. */
    private static final List<Right> RIGHTS = List.of(
            new Right("create", "pods"),
            new Right("list", "pods"),
            new Right("watch", "pods"),
            new Right("delete", "pods"),
            new Right("deletecollection", "pods"),
            new Right("create", "configmaps"));

    private final SparkConf conf;
    private final URI address;

    /** The server of this address; asks nothing. */
    KubernetesApi(SparkConf conf, URI address) {
        this.conf = conf;
        this.address = address;
    }

    private record Right(String verb, String resource) {
        @Override
        public String toString() {
            return verb + " " + resource;
        }
    }

    /** The namespace of the pods. */
    String namespace() {
        return conf.get("spark.kubernetes.namespace", "default");
    }

    /**
     * Starts Spark. It gets the address of this machine on the way to the server, in place of a name that no pod knows; it
     * does not end this process after some executors have failed, and it does not wait for executors.
     *
     * @throws ClusterException if the server refuses what Spark does there
     */
    JavaSparkContext connect() {
        conf.setMaster("k8s://" + address);
        localAddress().ifPresent(here -> conf.setIfMissing("spark.driver.host", here));
        conf.setIfMissing("spark.executor.maxNumFailures", Integer.toString(Integer.MAX_VALUE));
        conf.set("spark.scheduler.minRegisteredResourcesRatio", "0");
        try {
            return new JavaSparkContext(conf);
        } catch (KubernetesClientException e) {
            throw failure(e);
        }
    }

    /** None if there is no way to the server, perhaps but for a proxy. */
    private Optional<String> localAddress() {
        int port = address.getPort() < 0 ? 443 : address.getPort();
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(new InetSocketAddress(address.getHost(), port)); // sends nothing
            return way.getLocalAddress() instanceof Inet4Address here
                    ? Optional.of(here.getHostAddress())
                    : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** A connection, as Spark makes one. */
    KubernetesClient client() {
        return SparkKubernetesClientFactory.createKubernetesClient(
                address.toString(),
                Option.apply(namespace()),
                "spark.kubernetes.authenticate",
                SparkKubernetesClientFactory.ClientType$.MODULE$.Driver(),
                conf,
                Option.empty());
    }

    /**
     * Checks that the executors have an image, and that the server answers and lets Spark start them. Spark itself repeats
     * what is refused for ever.
     *
     * @throws ClusterException if one of that is not so
     */
    void require() {
        requireImage();
        try (KubernetesClient spark = client();
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(spark.getConfiguration())
                                .withConnectionTimeout(ANSWER_MILLIS)
                                .withRequestTimeout(ANSWER_MILLIS)
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build()) {
            String missing = RIGHTS.stream()
                    .filter(right -> !isAllowed(client, right))
                    .map(Right::toString)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                throw new ClusterException(
                        ErrorKind.CLUSTER_UNREACHABLE,
                        address + " does not let you " + missing + " in the namespace "
                                + namespace()
                                + ". Choose another one (-Dspark.kubernetes.namespace=…), or get the rights:"
                                + " kubectl create rolebinding plumbline --clusterrole=edit --user=… -n "
                                + namespace());
            }
        } catch (KubernetesClientException e) {
            throw failure(e);
        }
    }

    private void requireImage() {
        if ((conf.get(IMAGE, "") + conf.get(IMAGE_OF_EXECUTORS, "")).isEmpty()) {
            throw new ClusterException(
                    ErrorKind.CLUSTER_SETTINGS,
                    "`--spark k8s://…` needs the name of an image with Java 17 and Spark for the executors:"
                            + " PLUMBLINE_JAVA_OPTS=-D" + IMAGE + "=apache/spark:"
                            + org.apache.spark.package$.MODULE$.SPARK_VERSION() + "-scala2.12-java17-ubuntu");
        }
    }

    private boolean isAllowed(KubernetesClient client, Right right) {
        SelfSubjectAccessReview answer = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace())
                        .withVerb(right.verb())
                        .withResource(right.resource())
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return answer.getStatus() == null
                || Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    /** The failure of a request, in the words of Plumbline. */
    private ClusterException failure(KubernetesClientException failure) {
        if (failure.getCode() <= 0) { // no answer
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return new ClusterException(
                    ErrorKind.CLUSTER_UNREACHABLE,
                    "no API server of Kubernetes answers at " + address + " (" + Session.firstLine(cause)
                            + "). Correct the address: `kubectl cluster-info` shows it",
                    failure);
        }
        String reason = Optional.ofNullable(failure.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getMessage()))
                .orElseGet(() -> Session.firstLine(failure));
        return new ClusterException(
                ErrorKind.CLUSTER_UNREACHABLE,
                "the API server of Kubernetes at " + address + " refuses the work (HTTP " + failure.getCode() + "): "
                        + reason,
                failure);
    }
}
