package dev.plumbline.spark;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** The pods of an application's executors on Kubernetes, and why they do not work. */
final class ExecutorPods implements AutoCloseable {
    /** What a container waits for while it starts, such as its image; all else is a problem. */
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    private final Map<String, Pod> latest = new LinkedHashMap<>(); // by name, in the order of their last changes
    private final KubernetesClient client;
    private final String driver;
    private final Watch watch;
    private @Nullable String deleted; // the last pod that was deleted without a problem

    /** Watches those of this application from now on. */
    ExecutorPods(KubernetesApi api, JavaSparkContext application) {
        SparkConf conf = application.getConf();
        this.driver = conf.get("spark.driver.host") + ":" + conf.get("spark.driver.port");
        this.client = api.client();
        this.watch = client.pods()
                .inNamespace(api.namespace())
                .withLabel("spark-app-selector", application.sc().applicationId())
                .watch(new Changes());
    }

    private final class Changes implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            changed(pod, action == Action.DELETED);
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            // The last state known is told then.
        }
    }

    /** Pods that failed are kept as they were, because Spark deletes them at once. */
    private synchronized void changed(Pod pod, boolean isDeleted) {
        String name = pod.getMetadata().getName();
        Pod before = latest.remove(name);
        if (!isDeleted || problem(pod).isPresent()) {
            latest.put(name, pod);
        } else if (before != null && problem(before).isPresent()) {
            latest.put(name, before);
        } else {
            deleted = name;
        }
    }

    /** Whether one of them starts its container, for which it may have to fetch an image. */
    synchronized boolean areStarting() {
        return latest.values().stream()
                .flatMap(pod -> waiting(pod).stream())
                .anyMatch(state -> STARTING.contains(state.getReason()));
    }

    /** Why no executor works, as far as the pods know it, and what to do. */
    synchronized String explanation() {
        List<Pod> newestFirst = new ArrayList<>(latest.values());
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .flatMap(pod -> problem(pod).stream())
                .findFirst()
                .or(() -> newestFirst.stream().findFirst().map(this::state))
                .orElse(
                        deleted == null
                                ? "it created no pod; `kubectl describe quota` shows whether there is room"
                                : "pod " + deleted + " was deleted; `kubectl get events` may say why");
    }

    /** What is wrong with a pod. */
    private static Optional<String> problem(Pod pod) {
        String name = "pod " + pod.getMetadata().getName();
        return Stream.of(
                        terminated(pod)
                                .map(state -> name + " ended with exit code " + state.getExitCode()
                                        + inBrackets(state.getReason(), state.getMessage())
                                        + ". `kubectl logs` says why if you keep such pods:"
                                        + " -Dspark.kubernetes.executor.deleteOnTermination=false"),
                        waiting(pod)
                                .filter(state -> !STARTING.contains(state.getReason()))
                                .map(state -> name + " does not start"
                                        + inBrackets(state.getReason(), state.getMessage())
                                        + (String.valueOf(state.getReason()).contains("Image")
                                                ? ". Correct -Dspark.kubernetes.container.image"
                                                : "")),
                        unscheduled(pod)
                                .map(reason -> name + " has no node" + reason
                                        + ". Ask for less: -Dspark.executor.memory=1g"
                                        + " -Dspark.kubernetes.executor.request.cores=0.5"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private String state(Pod pod) {
        String name = "pod " + pod.getMetadata().getName();
        return "Running".equals(pod.getStatus().getPhase())
                ? name + " runs but has not reached this driver at " + driver
                        + ". Set -Dspark.driver.host to an address of this machine that pods can reach"
                : name + " is " + pod.getStatus().getPhase()
                        + waiting(pod)
                                .map(state -> inBrackets(state.getReason(), state.getMessage()))
                                .orElse("")
                        + ". If it only needs more time, give it: -Dspark.plumbline.patience=600";
    }

    private static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return states(pod)
                .flatMap(state -> Stream.ofNullable(state.getTerminated()))
                .findFirst();
    }

    private static Optional<ContainerStateWaiting> waiting(Pod pod) {
        return states(pod)
                .flatMap(state -> Stream.ofNullable(state.getWaiting()))
                .findFirst();
    }

    private static Stream<ContainerState> states(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getContainerStatuses().stream())
                .flatMap(container -> Stream.ofNullable(container.getState()));
    }

    private static Optional<String> unscheduled(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(each -> "PodScheduled".equals(each.getType()) && "False".equals(each.getStatus()))
                .map(each -> inBrackets(each.getReason(), each.getMessage()))
                .findFirst();
    }

    private static String inBrackets(@Nullable String reason, @Nullable String message) {
        List<String> parts = Stream.of(reason, message)
                .flatMap(Stream::ofNullable)
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .filter(text -> !text.isEmpty())
                .toList();
        return parts.isEmpty() ? "" : " (" + String.join(": ", parts) + ")";
    }

    @Override
    public void close() {
        watch.close();
        client.close();
    }
}
