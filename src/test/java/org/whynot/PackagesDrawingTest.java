package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manual's drawing of the packages is what the code is. */
@Tag("slow")
class PackagesDrawingTest {

    private static final int WIDTH = 900;
    private static final int ROW = 78;
    private static final int BOX_WIDTH = 130;
    private static final int BOX_HEIGHT = 34;

    /** Where the middle of each package's box lies, so that no import runs behind another box; others lie in the middle. */
    private static final Map<String, Integer> COLUMNS = Map.ofEntries(
            Map.entry("imagej1", 280),
            Map.entry("cluster", 140),
            Map.entry("installation", 490),
            Map.entry("command", 530),
            Map.entry("frontend.cli", 770),
            Map.entry("frontend.imagej1", 350),
            Map.entry("ui", 650),
            Map.entry("batch", 310),
            Map.entry("frontend", 690),
            Map.entry("evaluate", 310),
            Map.entry("overlay", 160),
            Map.entry("train", 530),
            Map.entry("simulation", 650),
            Map.entry("dataset", 470),
            Map.entry("explain", 300),
            Map.entry("model", 580),
            Map.entry("classifier", 290),
            Map.entry("imagej", 190),
            Map.entry("video.file", 450),
            Map.entry("tube", 640),
            Map.entry("video", 350),
            Map.entry("util", 360));

    private record Box(String name, int x, int y) {}

    @Test
    void theDrawingShowsThePackagesAndTheirImports() throws IOException {
        Path page = Path.of("src", "site", "resources", "images", "packages.svg");
        String right = svg(floors(), reduced(imports()));
        String text = Files.exists(page) ? Files.readString(page) : "";

        if (!right.equals(text)) Files.writeString(Path.of("target", "packages.svg"), right);
        assertEquals(right, text, "target/packages.svg is the drawing as it should be: copy it to " + page + ".");
    }

    /** Which packages below {@code org.whynot} each of them imports. */
    private static Map<String, TreeSet<String>> imports() {
        Map<String, TreeSet<String>> imports = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.whynot")) {
            String from = ArchitectureTest.room(type);
            imports.computeIfAbsent(from, none -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = ArchitectureTest.room(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from)) imports.get(from).add(to);
            }
        }
        return imports;
    }

    /** Without the imports that follow from others, which would only hide these in the drawing. */
    private static Map<String, TreeSet<String>> reduced(Map<String, TreeSet<String>> imports) {
        Map<String, TreeSet<String>> reduced = new TreeMap<>();
        imports.forEach((from, direct) -> {
            TreeSet<String> needed = new TreeSet<>(direct);
            for (String via : direct) needed.removeAll(reachable(via, imports));
            reduced.put(from, needed);
        });
        return reduced;
    }

    private static TreeSet<String> reachable(String from, Map<String, TreeSet<String>> imports) {
        TreeSet<String> all = new TreeSet<>();
        for (String to : imports.get(from)) {
            all.add(to);
            all.addAll(reachable(to, imports));
        }
        return all;
    }

    /** The packages that have classes, the highest floor first. */
    private static List<List<String>> floors() {
        Map<String, TreeSet<String>> imports = imports();
        List<List<String>> floors = new ArrayList<>();
        for (int floor = ArchitectureTest.FLOORS.size() - 1; floor >= 0; floor--) {
            TreeSet<String> names = new TreeSet<>(ArchitectureTest.FLOORS.get(floor));
            names.retainAll(imports.keySet());
            if (!names.isEmpty()) floors.add(List.copyOf(names));
        }
        return floors;
    }

    private static String svg(List<List<String>> floors, Map<String, TreeSet<String>> imports) {
        Map<String, Box> boxes = new HashMap<>();
        int height = floors.size() * ROW;
        StringBuilder rows = new StringBuilder();
        for (int floor = 0; floor < floors.size(); floor++) {
            List<String> names = floors.get(floor);
            int y = floor * ROW + ROW / 2;
            for (int i = 0; i < names.size(); i++) {
                int x = COLUMNS.getOrDefault(names.get(i), WIDTH / 2 + i * (BOX_WIDTH + 20));
                boxes.put(names.get(i), new Box(names.get(i), x, y));
                rows.append(
                        """
                        <rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="#eef3f8" stroke="#34506e"/>
                        <text x="%d" y="%d" text-anchor="middle">%s</text>
                        """
                                .formatted(
                                        x - BOX_WIDTH / 2,
                                        y - BOX_HEIGHT / 2,
                                        BOX_WIDTH,
                                        BOX_HEIGHT,
                                        x,
                                        y + 5,
                                        names.get(i)));
            }
        }
        StringBuilder lines = new StringBuilder();
        imports.forEach((from, needed) -> {
            for (String to : needed) {
                Box a = boxes.get(from);
                Box b = boxes.get(to);
                int top = a.y() + BOX_HEIGHT / 2;
                int bottom = b.y() - BOX_HEIGHT / 2;
                lines.append(
                        """
                        <path d="M%d %d C%d %d %d %d %d %d" fill="none" stroke="#8aa0b6" marker-end="url(#tip)"><title>%s imports %s</title></path>
                        """
                                .formatted(a.x(), top, a.x(), top + 30, b.x(), bottom - 30, b.x(), bottom, from, to));
            }
        });
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
                <title>The packages below org.whynot; each imports what its arrows point at, and what that imports</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
                <path d="M0 0 L8 4 L0 8 z" fill="#8aa0b6"/></marker></defs>
                <rect width="%d" height="%d" fill="white"/>
                """
                        .formatted(WIDTH, height, WIDTH, height)
                + lines + rows + "</svg>\n";
    }
}
