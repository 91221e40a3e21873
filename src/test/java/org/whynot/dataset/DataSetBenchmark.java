package org.whynot.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * How long a large data set takes to be indexed, and how much heap: 20,000 videos of 100 classes (files of one byte) with 150
 * boxes each, as {@code own} tables or in the layout of {@code ucf101}; or 20,000 {@code segments} of 200 videos with ten boxes
 * each. The folder is made where there is none yet.
 *
 * <p>{@code mvn -q -B test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test "-Dexec.args=-Xmx200m -cp
 * %classpath org.whynot.dataset.DataSetBenchmark own /tmp/own"}
 */
public final class DataSetBenchmark {

    private static final int VIDEOS = 20_000;
    private static final int CLASSES = 100;
    private static final int ATTRIBUTES = 40;
    private static final int FRAMES = 150;

    private DataSetBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        if (!Files.exists(folder)) {
            if (arguments[0].equals("segments")) makeSegments(folder);
            else makeVideos(folder);
            if (arguments[0].equals("own")) makeTables(folder);
            if (arguments[0].equals("ucf101")) makeLists(folder);
            System.out.println("Made " + folder + ". Run again to measure it.");
            return;
        }
        long started = System.nanoTime();
        DataSet data = DataSet.read(folder);
        double seconds = (System.nanoTime() - started) / 1e9;
        double work = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        System.gc();
        long boxes = data.samples().stream()
                .mapToLong(s -> s.actors().size()
                        + s.boxes().values().stream().mapToInt(b -> b.size()).sum())
                .sum();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%s: %d videos, %d boxes in %.1f s (%.1f s of them at work); %.0f MB of heap kept, the limit was %.0f MB%n",
                arguments[0],
                data.samples().size(),
                boxes,
                seconds,
                work,
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                runtime.maxMemory() / 1e6);
    }

    private static String className(int video) {
        return "Class%02d".formatted(video % CLASSES);
    }

    private static String id(int video) {
        return "v_%s_g%02d_c%03d".formatted(className(video), video / CLASSES % 25, video / CLASSES);
    }

    private static String split(int video) {
        return video % 4 == 0 ? "test" : "train";
    }

    private static void makeVideos(Path folder) throws IOException {
        for (int c = 0; c < CLASSES; c++) Files.createDirectories(folder.resolve("videos/" + className(c)));
        for (int v = 0; v < VIDEOS; v++)
            Files.write(folder.resolve("videos/" + className(v) + "/" + id(v) + ".avi"), new byte[1]);
    }

    private static PrintStream file(Path path) throws IOException {
        return new PrintStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16), false, "UTF-8");
    }

    private static void makeTables(Path folder) throws IOException {
        Random random = new Random(1);
        try (PrintStream videos = file(folder.resolve("videos.csv"));
                PrintStream attributes = file(folder.resolve("attributes.csv"));
                PrintStream boxes = file(folder.resolve("boxes.csv"))) {
            videos.println("id,class,path,split,frames,width,height");
            attributes.print("id");
            for (int a = 0; a < ATTRIBUTES; a++) attributes.print(",attribute" + a);
            attributes.println();
            boxes.println("id,attribute,track,frame,x,y,w,h,keyframe");
            for (int v = 0; v < VIDEOS; v++) {
                videos.println(id(v) + "," + className(v) + ",videos/" + className(v) + "/" + id(v) + ".avi," + split(v)
                        + "," + FRAMES + ",320,240");
                attributes.print(id(v));
                for (int a = 0; a < ATTRIBUTES; a++) attributes.print(a % 10 == v % 10 ? ",1" : ",0");
                attributes.println();
                for (int f = 0; f < FRAMES; f++)
                    boxes.println(id(v) + ",attribute" + v % 10 + ",0," + f + "," + random.nextInt(20000) / 100.0 + ","
                            + random.nextInt(10000) / 100.0 + "," + (1 + random.nextInt(10000) / 100.0) + ","
                            + (1 + random.nextInt(10000) / 100.0) + "," + (f % 5 == 0 ? 1 : 0));
            }
        }
    }

    /** 100 segments of each of 200 films, in rectangles, the films of a class and group in one split. */
    private static void makeSegments(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("films"));
        int films = 200;
        for (int f = 0; f < films; f++) Files.write(folder.resolve("films/film%03d.mp4".formatted(f)), new byte[1]);
        try (PrintStream videos = file(folder.resolve("videos.csv"));
                PrintStream attributes = file(folder.resolve("attributes.csv"));
                PrintStream boxes = file(folder.resolve("boxes.csv"))) {
            videos.println("id,class,path,split,frames,width,height,start,stop,x,y,w,h,group");
            attributes.println("id,attribute0,attribute1");
            boxes.println("id,attribute,track,frame,x,y,w,h,keyframe");
            for (int v = 0; v < VIDEOS; v++) {
                int film = v / (VIDEOS / films);
                int start = 10 * (v % (VIDEOS / films));
                videos.println(id(v) + "," + className(v) + ",films/film%03d.mp4,".formatted(film) + split(film)
                        + ",90000,1920,1080," + start + "," + (start + 30) + ",100,100,400,300,dish" + film);
                attributes.println(id(v) + (v % 2 == 0 ? ",1,0" : ",0,1"));
                for (int f = 0; f < 10; f++)
                    boxes.println(id(v) + ",attribute" + v % 2 + ",0," + (start + f) + ",120,130,50,40,1");
            }
        }
    }

    private static void makeLists(Path folder) throws IOException {
        Random random = new Random(1);
        Files.createDirectories(folder.resolve("ucfTrainTestlist"));
        try (PrintStream classes = file(folder.resolve("ucfTrainTestlist/classInd.txt"));
                PrintStream table = file(folder.resolve("class-attributes.csv"))) {
            table.print("attribute");
            for (int c = 0; c < CLASSES; c++) {
                classes.println(c + 1 + " " + className(c));
                table.print("," + className(c));
            }
            table.println();
            for (int a = 0; a < ATTRIBUTES; a++) {
                table.print("attribute" + a);
                for (int c = 0; c < CLASSES; c++) table.print(a % 10 == c % 10 ? ",1" : ",0");
                table.println();
            }
        }
        for (int c = 0; c < CLASSES; c++)
            Files.createDirectories(folder.resolve("UCF101_24_Annotations/" + className(c)));
        try (PrintStream train = file(folder.resolve("ucfTrainTestlist/trainlist01.txt"));
                PrintStream test = file(folder.resolve("ucfTrainTestlist/testlist01.txt"))) {
            for (int v = 0; v < VIDEOS; v++) {
                String path = className(v) + "/" + id(v);
                if (split(v).equals("test")) test.println(path + ".avi");
                else train.println(path + ".avi " + (v % CLASSES + 1));
                try (PrintStream xml = file(folder.resolve("UCF101_24_Annotations/" + path + ".xgtf"))) {
                    makePerson(xml, className(v), random);
                }
            }
        }
    }

    private static void makePerson(PrintStream xml, String className, Random random) {
        xml.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.println(
                "<viper xmlns=\"http://lamp.cfar.umd.edu/viper#\" xmlns:data=\"http://lamp.cfar.umd.edu/viperdata#\">");
        xml.println("<data><sourcefile filename=\"clip.mpg\"><file id=\"0\" name=\"Information\">");
        xml.println("<attribute name=\"NUMFRAMES\"><data:dvalue value=\"" + FRAMES + "\"/></attribute>");
        xml.println("<attribute name=\"H-FRAME-SIZE\"><data:dvalue value=\"320\"/></attribute>");
        xml.println("<attribute name=\"V-FRAME-SIZE\"><data:dvalue value=\"240\"/></attribute></file>");
        xml.println("<object framespan=\"1:" + FRAMES + "\" id=\"0\" name=\"PERSON\"><attribute name=\"Location\">");
        for (int f = 1; f <= FRAMES; f++)
            xml.println("<data:bbox framespan=\"" + f + ":" + f + "\" height=\"" + (1 + random.nextInt(100))
                    + "\" width=\"" + (1 + random.nextInt(100)) + "\" x=\"" + random.nextInt(200) + "\" y=\""
                    + random.nextInt(100) + "\"/>");
        xml.println("</attribute><attribute name=\"" + className + "\"><data:bvalue framespan=\"1:" + FRAMES
                + "\" value=\"true\"/></attribute></object></sourcefile></data></viper>");
    }
}
