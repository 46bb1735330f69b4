/// The version that both programs report, and store with their data.
package let programVersion = "0.1.0"
