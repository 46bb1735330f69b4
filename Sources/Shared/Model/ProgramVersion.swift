/// The version that both programs report and store with what they write.
package let programVersion = "0.1.0"
