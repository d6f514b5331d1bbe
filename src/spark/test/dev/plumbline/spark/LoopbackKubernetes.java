package dev.plumbline.spark;

import dev.plumbline.cluster.SparkMaster;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;

/**
 * A simulated Kubernetes on the loopback address: an API server that stores objects and reports their changes, and a kubelet
 * that runs the container of each pod as a JVM of its own. There are no nodes, no images, no limits of resources and no mounted
 * volumes. A container has the environment of its pod and nothing else, and runs what the entry point of Spark's image does
 * with it, with the jars of Spark.
 */
public final class LoopbackKubernetes implements AutoCloseable {
    /** The image that exists. */
    public static final String IMAGE = "spark:loopback";

    /** An image whose containers fail at once. */
    public static final String BROKEN = "spark:broken";

    private static final String HOST = "127.0.0.1";
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

    private final Path directory;
    private final Path jars;
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final Map<String, Process> containers = new ConcurrentHashMap<>();

    private LoopbackKubernetes(Path directory, Path jars, KubernetesMockServer server) {
        this.directory = directory;
        this.jars = jars;
        this.server = server;
        this.client = server.createClient();
    }

    /** Starts it. */
    public static LoopbackKubernetes start(Path directory) throws IOException {
        return start(directory, Set.of());
    }

    /** Starts it with an API server that forbids something, such as {@code create pods}. */
    public static LoopbackKubernetes start(Path directory, Set<String> forbidden) throws IOException {
        Path jars = Files.createDirectories(directory.resolve("jars"));
        for (Path jar : LoopbackCluster.jarsOfSpark()) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        LOG.setLevel(Level.WARNING);
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new Api(forbidden), false);
        server.start(InetAddress.getByName(HOST), 0);
        LoopbackKubernetes kubernetes = new LoopbackKubernetes(directory, jars, server);
        kubernetes.client.pods().inAnyNamespace().watch(kubernetes.new Kubelet());
        return kubernetes;
    }

    /** The API server. */
    private static final class Api extends Dispatcher {
        private static final Pattern REVIEWED = Pattern.compile("\"resource\":\"(\\w+)\".*\"verb\":\"(\\w+)\"");

        private final KubernetesCrudDispatcher stored = new KubernetesCrudDispatcher();
        private final Set<String> forbidden;

        Api(Set<String> forbidden) {
            this.forbidden = forbidden;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String body = request.getBody().clone().readUtf8();
            Matcher reviewed = REVIEWED.matcher(body);
            if (request.getPath().endsWith("/selfsubjectaccessreviews") && reviewed.find()) {
                boolean isAllowed = !forbidden.contains(reviewed.group(2) + " " + reviewed.group(1));
                return new MockResponse().setResponseCode(201).setBody("""
                        {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
                         "status": {"allowed": %s}}""".formatted(isAllowed));
            }
            return request.getMethod().equals("POST") ? created(request, body) : stored.dispatch(request);
        }

        /** A new pod has a status from the beginning. */
        private MockResponse created(RecordedRequest request, String body) {
            Buffer whole = new Buffer()
                    .writeUtf8(body.replace("\"kind\":\"Pod\"", "\"kind\":\"Pod\",\"status\":{\"phase\":\"Pending\"}"));
            return stored.dispatch(new RecordedRequest(
                    request.getRequestLine(), request.getHeaders(), List.of(), whole.size(), whole, 0, new Socket()));
        }
    }

    /** The kubelet of the only node. */
    private final class Kubelet implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            String name = pod.getMetadata().getName();
            if (action == Action.ADDED) {
                new Thread(() -> run(pod), name).start();
            } else if (action == Action.DELETED && containers.containsKey(name)) {
                containers.get(name).destroy();
            }
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    private void run(Pod pod) {
        String name = pod.getMetadata().getName();
        String image = pod.getSpec().getContainers().get(0).getImage();
        if (!Set.of(IMAGE, BROKEN).contains(image)) {
            report(
                    pod,
                    "Pending",
                    new ContainerStateBuilder()
                            .withNewWaiting("there is no image " + image, "ErrImagePull")
                            .build());
            return;
        }
        try {
            Process process = container(pod, image.equals(IMAGE) ? jars + "/*" : "");
            containers.put(name, process);
            report(
                    pod,
                    "Running",
                    new ContainerStateBuilder().withNewRunning().endRunning().build());
            int code = process.waitFor();
            report(
                    pod,
                    code == 0 ? "Succeeded" : "Failed",
                    new ContainerStateBuilder()
                            .withNewTerminated()
                            .withExitCode(code)
                            .withReason(code == 0 ? "Completed" : "Error")
                            .endTerminated()
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Pod pod, String phase, ContainerState state) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .editStatus(each -> new PodBuilder(each)
                            .withStatus(new PodStatusBuilder()
                                    .withPhase(phase)
                                    .withPodIP(HOST)
                                    .addNewContainerStatus()
                                    .withState(state)
                                    .endContainerStatus()
                                    .build())
                            .build());
        } catch (KubernetesClientException e) {
            // The pod is deleted, or this is closed.
        }
    }

    /** The container of a pod of an executor, as the entry point of Spark's image starts it. */
    private Process container(Pod pod, String classPath) throws IOException {
        Map<String, String> environment = environment(pod);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        environment.keySet().stream()
                .filter(key -> key.startsWith("SPARK_JAVA_OPT_"))
                .sorted(Comparator.comparing(key -> Integer.valueOf(key.substring("SPARK_JAVA_OPT_".length()))))
                .forEach(key -> command.add(environment.get(key)));
        command.addAll(List.of(
                "-Xmx" + environment.get("SPARK_EXECUTOR_MEMORY"),
                "-cp",
                classPath,
                "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend"));
        Map<String, String> arguments = new TreeMap<>(Map.of(
                "--driver-url", "SPARK_DRIVER_URL",
                "--executor-id", "SPARK_EXECUTOR_ID",
                "--cores", "SPARK_EXECUTOR_CORES",
                "--app-id", "SPARK_APPLICATION_ID",
                "--hostname", "SPARK_EXECUTOR_POD_IP",
                "--resourceProfileId", "SPARK_RESOURCE_PROFILE_ID",
                "--podName", "SPARK_EXECUTOR_POD_NAME"));
        arguments.forEach((option, variable) -> command.addAll(List.of(option, environment.get(variable))));
        String name = pod.getMetadata().getName();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(directory.resolve(name)).toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Map<String, String> environment(Pod pod) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar each : pod.getSpec().getContainers().get(0).getEnv()) {
            environment.put(each.getName(), each.getValue() == null ? fromField(pod, each) : each.getValue());
        }
        environment.put("SPARK_LOCAL_DIRS", directory.resolve("local").toString()); // a volume of the pod
        return environment;
    }

    private static String fromField(Pod pod, EnvVar variable) {
        return variable.getValueFrom().getFieldRef().getFieldPath().equals("status.podIP")
                ? HOST
                : pod.getMetadata().getName();
    }

    /** Its address. */
    public SparkMaster master() {
        return new SparkMaster("k8s://http://" + HOST + ":" + server.getPort());
    }

    /** The names of its pods. */
    public List<String> pods() {
        return client.pods().inAnyNamespace().list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Deletes a pod, as a node that needs the place does. */
    public void delete(String pod) {
        client.pods().inNamespace("default").withName(pod).delete();
    }

    @Override
    public void close() {
        containers.values().forEach(Process::destroyForcibly);
        containers.values().forEach(each -> each.onExit().join());
        client.close();
        server.shutdown();
    }
}
