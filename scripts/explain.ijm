// Explains a video: the active image, or the file that is given as the argument.
// In a window, open a video and run this macro. Without a window, with plain ImageJ (needs the jars of scripts/whynot):
//   java -Djava.awt.headless=true -cp "target/WhyNot_-0.1.0-SNAPSHOT.jar:target/dependency/*" \
//     ij.ImageJ -batch scripts/explain.ijm clip.avi
options = "model=cells positive=predicted why_not=runner-up explanations=3 verify=yes";

file = getArgument();
if (file != "")
	title = call("org.whynot.imagej1.WhyNot.open", file);
// call() works with and without a window. In a window open(file) and run("Explain Video...", options) do the same.
print(call("org.whynot.imagej1.WhyNot.run", "Explain Video...", options));
