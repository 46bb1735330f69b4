// Foundation: finds the project's folder.
import Foundation
